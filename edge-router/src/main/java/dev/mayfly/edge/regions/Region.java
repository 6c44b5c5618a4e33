package dev.mayfly.edge.regions;

import dev.mayfly.edge.faults.Endpoint;
import dev.mayfly.edge.faults.Endpoints;
import dev.mayfly.edge.place.Candidate;
import dev.mayfly.edge.place.Point;
import dev.mayfly.edge.place.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Another region with its routers. */
public record Region(String name, Point at, int weight, Endpoints<Peer> routers) {
    private static final double BUSY = 1.01;

    /** The best of its routers stands for it. One whose answer is late counts as busy: so few requests go where nobody may be any more. */
    Candidate candidate(long nowNs) {
        Standing best = Standing.away;
        double load = 1;
        for (Endpoint<Peer> router : routers.all()) {
            Health health = router.target().health();
            Health.State state = health.now();
            double told = health.isLate(nowNs) ? Math.max(BUSY, state.load()) : state.load();
            if (state.standing().compareTo(best) < 0) {
                best = state.standing();
                load = told;
            } else if (state.standing() == best) {
                load = Math.min(load, told);
            }
        }
        return new Candidate(name, at, weight, best, load);
    }

    /** One of its routers that may be asked, but for those. */
    Optional<Endpoint<Peer>> router(Collection<Endpoint<Peer>> tried) {
        List<Endpoint<Peer>> excluded = new ArrayList<>(tried);
        for (Endpoint<Peer> router : routers.all())
            if (router.target().health().now().standing() == Standing.away) excluded.add(router);
        return routers.choose(excluded);
    }
}
