package dev.mayfly.edge.route;

import dev.mayfly.edge.forward.Destination;
import dev.mayfly.edge.ingress.IncomingRequest;

/** The second phase: whom a request is for. Host first, so that a function's host has no path of the platform's. */
public final class Routing {
    private Routing() {}

    public static Routed route(IncomingRequest request, RouteTable table) {
        return switch (table.match(request.authority().host(), request.path())) {
            case RouteTable.Match.Function(var function, var route) ->
                new Routed.ToFunction(function, route, request.url(request.path()));
            case RouteTable.Match.Origin(var destination, var route) -> new Routed.ToOrigin(destination, route);
            case RouteTable.Match.Nobody() -> Routed.NOWHERE;
            case RouteTable.Match.Platform() ->
                request.path().startsWith("/@") ? byPath(request, table) : Routed.TO_PLATFORM;
        };
    }

    /** {@code /@account/function/rest}: the function sees {@code /rest}. */
    private static Routed byPath(IncomingRequest request, RouteTable table) {
        String path = request.path();
        int account = path.indexOf('/', 2);
        if (account < 0) return Routed.NOWHERE;
        int end = path.indexOf('/', account + 1);
        String function = path.substring(account + 1, end < 0 ? path.length() : end);
        String rest = end < 0 ? "/" : path.substring(end);
        return table.function(path.substring(2, account), function)
                .filter(found -> !found.routesOnly())
                .<Routed>map(found -> new Routed.ToFunction(found, "", request.url(rest)))
                .orElse(Routed.NOWHERE);
    }

    /** Where a request goes. */
    public sealed interface Routed {
        Routed NOWHERE = new Nowhere();
        Routed TO_PLATFORM = new ToPlatform();

        /**
         * @param route the pattern that led there; empty: the function's own address did
         * @param url as the function shall see it
         */
        record ToFunction(ServedFunction function, String route, String url) implements Routed {}

        /** @param route the pattern that led there */
        record ToOrigin(Destination destination, String route) implements Routed {}

        record ToPlatform() implements Routed {}

        record Nowhere() implements Routed {}
    }
}
