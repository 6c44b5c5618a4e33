package dev.mayfly.edge.regions;

import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.dispatch.Dispatch;
import dev.mayfly.edge.explain.Foretold;
import dev.mayfly.edge.geography.Geography;
import dev.mayfly.edge.place.Candidate;
import dev.mayfly.edge.place.Placer;
import dev.mayfly.edge.place.Placer.Placed;
import dev.mayfly.edge.place.Point;
import dev.mayfly.edge.place.Standing;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.route.VersionKey;
import dev.mayfly.edge.transport.Departure;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** In which region a request is answered. Only where there are several. */
@Singleton
public class PlacePhase {
    /** In an answer: the region that it comes from, where its function names regions. */
    static final String REGION = "mayfly-region";

    private final Regions regions;
    private final Geography geography;
    private final Dispatch dispatch;
    private final Departure departure;
    private final double loadMax;
    private final Placer placer;

    PlacePhase(Regions regions, Geography geography, Dispatch dispatch, Departure departure, EdgeConfig config) {
        this.regions = regions;
        this.geography = geography;
        this.dispatch = dispatch;
        this.departure = departure;
        this.loadMax = config.peers().busyAbovePercent() / 100.0;
        this.placer = new Placer(regions.own(), loadMax);
    }

    /** Whether there is anything to decide: most functions run wherever they are asked for. */
    public boolean concerns(ServedFunction function) {
        return regions.isOn() && (!function.placement().regions().isEmpty() || isBusy());
    }

    private boolean isBusy() {
        return dispatch.load() > loadMax;
    }

    public Placed place(ServedFunction function, HttpServerRequest http) {
        Placement placement = function.placement();
        Optional<String> key =
                placement.key() instanceof StickyBy.None ? Optional.empty() : VersionKey.named(http, placement.key());
        Optional<Point> client = placement.regions().isEmpty() || http.remoteAddress() == null
                ? Optional.empty()
                : geography.point(http.remoteAddress().hostAddress());
        return placer.place(placement, key, client, candidates());
    }

    /** Whether the first is this region. */
    public boolean isHere(Placed placed) {
        return placed.first().filter(regions.own()::equals).isPresent();
    }

    /** It is answered in this region, whatever the client is told of it. */
    public void here(HttpServerRequest http) {
        http.response().putHeader(REGION, regions.own());
    }

    private List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        all.add(new Candidate(
                regions.own(),
                regions.here().orElseThrow(),
                regions.weight(),
                departure.begun() ? Standing.leaving : Standing.well,
                dispatch.load()));
        long nowNs = System.nanoTime();
        for (Region region : regions.others()) all.add(region.candidate(nowNs));
        return all;
    }

    /** What would become of a request of that client. */
    public Foretold foretell(ServedFunction function, Optional<String> ip) {
        if (!regions.isOn()) return Foretold.skipped("There is no other region.");
        Placement placement = function.placement();
        if (placement.regions().isEmpty() && !isBusy())
            return Foretold.passes("The function names no regions: it runs in %s, where the request comes in."
                    .formatted(regions.own()));
        Optional<String> key = placement.key() instanceof StickyBy.Ip ? ip : Optional.empty();
        Placed placed = placer.place(placement, key, ip.flatMap(geography::point), candidates());
        String order = placed.order().isEmpty()
                ? "No region answers."
                : "It runs in %s, %s%s."
                        .formatted(
                                placed.order().getFirst(),
                                why(placed, ip),
                                placed.order().size() == 1
                                        ? ""
                                        : "; should that fail, in "
                                                + String.join(
                                                        ", then ",
                                                        placed.order()
                                                                .subList(
                                                                        1,
                                                                        placed.order()
                                                                                .size())));
        boolean open = !(placement.key() instanceof StickyBy.None) && key.isEmpty();
        if (placed.order().isEmpty()) return Foretold.answers(503, order);
        return open
                ? Foretold.depends(order
                        + " Of regions about equally near the one is taken that the %s falls on."
                                .formatted(placement.key()))
                : Foretold.passes(order);
    }

    private String why(Placed placed, Optional<String> ip) {
        return switch (placed.why()) {
            case here -> "where the request comes in";
            case nearest ->
                ip.flatMap(geography::point).isPresent()
                        ? "of its regions the one nearest to the client"
                        : "of its regions the one nearest to this, as nobody knows where the client is";
            case affinity -> "on which the client's key falls";
            case shed -> "as those before it are too busy";
            case fallback -> "as none of the regions that it names answers";
            case none -> "nowhere";
        };
    }
}
