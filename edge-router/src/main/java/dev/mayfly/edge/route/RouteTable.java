package dev.mayfly.edge.route;

import dev.mayfly.bindings.routes.PublicSuffixes;
import dev.mayfly.edge.forward.Destination;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes of all deployments, replaced as a whole. Readers never wait: a request sees one table from start to end. */
public final class RouteTable {
    private final String baseDomain;
    private final String baseSuffix;
    private final Map<String, ServedFunction> functions = new HashMap<>();
    private final Map<String, List<Custom>> hosts = new HashMap<>();
    private final Map<String, List<Custom>> subdomains = new HashMap<>();

    private record Custom(RoutePattern pattern, Match match) {}

    /** @param origins whose patterns win over the same of a function */
    public RouteTable(Collection<ServedFunction> served, List<OriginRoute> origins, String baseDomain) {
        this.baseDomain = baseDomain;
        this.baseSuffix = "." + baseDomain;
        for (OriginRoute origin : origins)
            add(
                    origin.pattern(),
                    new Match.Origin(origin.destination(), origin.pattern().text()));
        List<ServedFunction> inOrder = new ArrayList<>(served);
        inOrder.sort(Comparator.comparing(ServedFunction::account).thenComparing(ServedFunction::function));
        for (ServedFunction function : inOrder) {
            functions.put(function.hostPrefix(), function);
            for (RoutePattern pattern : function.routes())
                if (mayBeAnAccounts(pattern, baseDomain)) add(pattern, new Match.Function(function, pattern.text()));
        }
        for (Map<String, List<Custom>> map : List.of(hosts, subdomains))
            for (List<Custom> routes : map.values())
                routes.sort(Comparator.comparingInt((Custom c) -> c.pattern.weight())
                        .reversed());
    }

    public Collection<ServedFunction> functions() {
        return functions.values();
    }

    /** A function by its name, whether it has an address of its own or not. */
    public Optional<ServedFunction> function(String account, String function) {
        return Optional.ofNullable(functions.get(function + "." + account));
    }

    /**
     * Whom a host and path belong to. Names under the base domain are functions' by their name and nothing else; custom routes have
     * all other hosts that they name.
     */
    public Match match(String host, String path) {
        if (host.endsWith(baseSuffix)) {
            ServedFunction function = functions.get(host.substring(0, host.length() - baseSuffix.length()));
            return function == null || function.routesOnly() ? Match.NOBODY : new Match.Function(function, "");
        }
        if (host.equals(baseDomain) || (hosts.isEmpty() && subdomains.isEmpty())) return Match.PLATFORM;
        return custom(host, path);
    }

    private Match custom(String host, String path) {
        List<Custom> exact = hosts.get(host);
        boolean known = exact != null;
        Custom best = exact == null ? null : first(exact, path);
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            List<Custom> routes = subdomains.get(host.substring(dot + 1));
            if (routes == null) continue;
            known = true;
            Custom found = first(routes, path);
            if (found != null && (best == null || found.pattern.weight() > best.pattern.weight())) best = found;
        }
        if (best != null) return best.match;
        return known ? Match.NOBODY : Match.PLATFORM;
    }

    private static @org.jspecify.annotations.Nullable Custom first(List<Custom> routes, String path) {
        for (Custom route : routes) if (route.pattern.matchesPath(path)) return route;
        return null;
    }

    private void add(RoutePattern pattern, Match match) {
        (pattern.anySubdomain() ? subdomains : hosts)
                .computeIfAbsent(pattern.host(), h -> new ArrayList<>())
                .add(new Custom(pattern, match));
    }

    /** By an address, or a name without a dot, the platform itself is reached, whatever is kept as a route. */
    public static boolean mayBeCustom(String host, String baseDomain) {
        String baseSuffix = "." + baseDomain;
        String last = host.substring(host.lastIndexOf('.') + 1);
        boolean domain = last.length() < host.length() && !last.isEmpty() && !Character.isDigit(last.charAt(0));
        return domain && !host.equals(baseDomain) && !host.endsWith(baseSuffix) && !baseSuffix.endsWith("." + host);
    }

    /** The same, of what an account asks for: a wildcard right below a public suffix, such as {@code *.co.uk}, is for nobody. */
    public static boolean mayBeAnAccounts(RoutePattern pattern, String baseDomain) {
        boolean coversStrangers = pattern.anySubdomain() && PublicSuffixes.strangersAreBelow(pattern.host());
        return mayBeCustom(pattern.host(), baseDomain) && !coversStrangers;
    }

    /** Whom a host belongs to. */
    public sealed interface Match {
        Match NOBODY = new Nobody();
        Match PLATFORM = new Platform();

        /** @param route the pattern that led there; empty: the function's own address did */
        record Function(ServedFunction function, String route) implements Match {}

        /** @param route the pattern that led there */
        record Origin(Destination destination, String route) implements Match {}

        /** A host for functions, and none answers there. */
        record Nobody() implements Match {}

        record Platform() implements Match {}
    }
}
