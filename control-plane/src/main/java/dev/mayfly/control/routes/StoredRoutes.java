package dev.mayfly.control.routes;

import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Routes, kept. A host belongs to the account that first routes it, with all that its wildcards cover; the platform's own hosts, and
 * all below them, belong to nobody.
 */
@ApplicationScoped
public class StoredRoutes {
    public static final int ROUTES_MAX = 100;
    private final List<RoutePattern> platform;

    StoredRoutes(ControlConfig config) {
        this.platform = Stream.of(
                        Stream.of(config.publicUrl().getHost()),
                        config.apiUrl().stream().map(URI::getHost),
                        config.reservedHosts().stream().flatMap(List::stream))
                .flatMap(hosts -> hosts)
                .map(host -> new RoutePattern("*." + host.toLowerCase(Locale.ROOT), "/*"))
                .toList();
    }

    /** Says what is wrong with it, if anything. */
    public RoutePattern parse(Route route) {
        if (route == null || route.pattern() == null)
            throw new Problem.Invalid("invalid-route", "a route has a pattern");
        RoutePattern pattern = RoutePattern.parse(route.pattern());
        if (platform.stream().anyMatch(own -> pattern.overlaps(own.host()) || pattern.overlaps(own.zone())))
            throw new Problem.Invalid(
                    "invalid-route", "route '%s': hosts of the platform itself cannot be routed".formatted(pattern));
        return pattern;
    }

    public List<RoutePattern> parse(List<Route> routes) {
        if (routes.size() > ROUTES_MAX)
            throw new Problem.LimitReached(
                    "routes", "there are %d routes, a function may have %d".formatted(routes.size(), ROUTES_MAX));
        List<RoutePattern> patterns = routes.stream().map(this::parse).toList();
        Set<RoutePattern> seen = new HashSet<>();
        for (RoutePattern pattern : patterns)
            if (!seen.add(pattern))
                throw new Problem.Invalid("invalid-route", "route '%s' is there twice".formatted(pattern));
        return patterns;
    }

    /** Replaces all routes of a function. */
    public Uni<Void> replace(Mutiny.Session session, String account, String function, List<RoutePattern> patterns) {
        return session.createMutationQuery("delete from RouteRow r where r.function = ?1")
                .setParameter(1, function)
                .executeUpdate()
                .chain(() ->
                        claim(session, account, patterns, pattern -> RouteRow.toFunction(pattern, account, function)));
    }

    /** The same of an origin of the account. */
    public Uni<Void> replaceOfOrigin(
            Mutiny.Session session, String account, String origin, List<RoutePattern> patterns) {
        return session.createMutationQuery("delete from RouteRow r where r.account = ?1 and r.origin = ?2")
                .setParameter(1, account)
                .setParameter(2, origin)
                .executeUpdate()
                .chain(() -> claim(session, account, patterns, pattern -> RouteRow.toOrigin(pattern, account, origin)));
    }

    private static Uni<Void> claim(
            Mutiny.Session session,
            String account,
            List<RoutePattern> patterns,
            Function<RoutePattern, RouteRow> leading) {
        return Multi.createFrom()
                .iterable(patterns)
                .onItem()
                .transformToUniAndConcatenate(pattern -> claim(session, account, pattern, leading.apply(pattern)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    public Uni<List<String>> of(Mutiny.Session session, String function) {
        return session.createSelectionQuery(
                        "select r.pattern from RouteRow r where r.function = ?1 order by r.pattern", String.class)
                .setParameter(1, function)
                .getResultList();
    }

    private static Uni<Void> claim(Mutiny.Session session, String account, RoutePattern pattern, RouteRow row) {
        String below = pattern.wildcard() ? "%." + pattern.zone() : pattern.host();
        return session.createSelectionQuery(
                        "from RouteRow r where r.pattern = ?1 or (r.account <> ?2 and (r.host in ?3 or r.host like ?4))",
                        RouteRow.class)
                .setParameter(1, pattern.toString())
                .setParameter(2, account)
                .setParameter(3, pattern.coveredBy())
                .setParameter(4, below)
                .setMaxResults(1)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .invoke(by -> {
                    throw taken(account, pattern, by);
                })
                .chain(() -> session.persist(row))
                .call(session::flush);
    }

    /** What belongs to others is not told further. */
    private static Problem taken(String account, RoutePattern pattern, RouteRow by) {
        return new Problem.Conflict(
                by.account.equals(account)
                        ? "route '%s' leads to %s already".formatted(pattern, by.leadsTo())
                        : "route '%s': its host belongs to another account".formatted(pattern));
    }
}
