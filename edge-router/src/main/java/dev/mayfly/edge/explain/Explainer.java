package dev.mayfly.edge.explain;

import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.explanations.Explanations;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.bots.BotPhase;
import dev.mayfly.edge.bots.Bots;
import dev.mayfly.edge.forward.Destination;
import dev.mayfly.edge.geography.Geography;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.ingress.Ingress;
import dev.mayfly.edge.limits.RateGuard;
import dev.mayfly.edge.regions.PlacePhase;
import dev.mayfly.edge.route.Routing;
import dev.mayfly.edge.route.Routing.Routed;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.route.Split;
import dev.mayfly.edge.snapshot.Snapshot;
import dev.mayfly.edge.usage.UsageMeter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.Optional;

/** Goes the way of a request through the phases, in the order of {@link dev.mayfly.edge.FrontDoor}, and takes nothing on it. */
@ApplicationScoped
public class Explainer implements Explanations {
    private static final int METHOD_MAX = 32;

    private final Snapshot snapshot;
    private final Optional<BotPhase> bots;
    private final RateGuard rates;
    private final UsageMeter usage;
    private final Geography geography;
    private final PlacePhase places;
    private final String baseDomain;

    Explainer(
            Snapshot snapshot,
            Bots bots,
            RateGuard rates,
            UsageMeter usage,
            Geography geography,
            PlacePhase places,
            EdgeConfig config) {
        this.snapshot = snapshot;
        this.bots = bots.phase();
        this.rates = rates;
        this.usage = usage;
        this.geography = geography;
        this.places = places;
        this.baseDomain = config.baseDomain();
    }

    @Override
    public Uni<Explanation> explain(
            String account,
            Optional<String> url,
            Optional<String> ip,
            Optional<String> method,
            Optional<String> agent) {
        String target = url.filter(text -> !text.isEmpty() && text.length() <= URL_MAX)
                .orElseThrow(() -> new Problem.Invalid(
                        "invalid-url", "url is what is to be explained, at most %d characters".formatted(URL_MAX)));
        String verb = method.orElse("GET");
        if (!verb.matches("[A-Z]{1,%d}".formatted(METHOD_MAX)))
            throw new Problem.Invalid("invalid-method", "method is one of HTTP's, such as GET");
        Optional<String> client = ip.map(Explainer::address);
        if (agent.filter(text -> text.length() > AGENT_MAX).isPresent())
            throw new Problem.Invalid("invalid-agent", "agent has at most %d characters".formatted(AGENT_MAX));
        return Uni.createFrom()
                .item(() -> plan(account, target, verb, client, agent).told());
    }

    /** As connections tell theirs: an IPv6 address has several spellings, and versions and rates go by one. */
    private static String address(String text) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("invalid-ip", "ip is an IPv4 or IPv6 address, such as 192.0.2.7 or 2001:db8::7");
        }
    }

    private Plan plan(String account, String url, String method, Optional<String> ip, Optional<String> agent) {
        Plan plan = new Plan(url);
        IncomingRequest request;
        try {
            request = Ingress.read(method, url);
        } catch (Problem problem) {
            plan.add("ingress", Foretold.answers(problem.status(), problem.detail()));
            return plan;
        }
        plan.add(
                "ingress",
                Foretold.passes("The host is %s and the path %s."
                        .formatted(request.authority().host(), request.path())));
        plan.add(
                "client",
                ip.map(this::client).orElseGet(() -> Foretold.skipped("Without ip= nothing is known of it.")));
        switch (Routing.route(request, snapshot.routes())) {
            case Routed.Nowhere() -> plan.add("route", nowhere(account, request));
            case Routed.ToPlatform() ->
                plan.add(
                        "route",
                        Foretold.leaves("No route names the host %s: the platform itself answers, such as its API."
                                .formatted(request.authority().host())));
            case Routed.ToOrigin(var destination, var route) ->
                plan.add("route", Foretold.leaves(server(account, destination, route)));
            case Routed.ToFunction(ServedFunction function, String route, String seen) -> {
                if (function.account().equals(account)) go(plan, request, function, route, seen, ip, agent);
                else plan.add("route", Foretold.leaves("A function of another account answers there."));
            }
        }
        return plan;
    }

    private static String server(String account, Destination destination, String route) {
        if (destination.account().isEmpty())
            return "The route %s of the settings leads to the HTTP server %s, which answers."
                    .formatted(route, destination.name());
        return destination.account().get().equals(account)
                ? "The route %s leads to the origin %s, which answers.".formatted(route, destination.told())
                : "A server of another account answers there.";
    }

    private Foretold client(String ip) {
        return Foretold.passes(geography
                .country(ip)
                .map(country -> "Functions are told that %s is in %s.".formatted(ip, country))
                .orElseGet(() -> "No country is known of %s.".formatted(ip)));
    }

    private Foretold nowhere(String account, IncomingRequest request) {
        if (!snapshot.loaded()) return Foretold.answers(503, "The router does not know its functions yet.");
        String host = request.authority().host();
        Optional<ServedFunction> hidden = snapshot.routes().functions().stream()
                .filter(function -> function.routesOnly() && function.account().equals(account))
                .filter(function -> isOwnAddress(function, host, request.path()))
                .findFirst();
        if (hidden.isPresent())
            return Foretold.answers(
                    404,
                    "The function %s answers at its routes alone, and at no address of its own (workers_dev: false)."
                            .formatted(hidden.get().function()));
        if (host.endsWith("." + baseDomain))
            return Foretold.answers(
                    404,
                    "Hosts under %s are <function>.<account>.%s, and there is no function %s."
                            .formatted(
                                    baseDomain,
                                    baseDomain,
                                    host.substring(0, host.length() - baseDomain.length() - 1)));
        if (request.path().startsWith("/@"))
            return Foretold.answers(
                    404, "A path that begins with /@ is /@<account>/<function>/…, and there is no such function.");
        return Foretold.answers(
                404, "Custom routes name the host %s, but none of them the path %s.".formatted(host, request.path()));
    }

    private boolean isOwnAddress(ServedFunction function, String host, String path) {
        String place = "/@%s/%s".formatted(function.account(), function.function());
        return host.equals(function.hostPrefix() + "." + baseDomain)
                || path.equals(place)
                || path.startsWith(place + "/");
    }

    private void go(
            Plan plan,
            IncomingRequest request,
            ServedFunction stable,
            String route,
            String seen,
            Optional<String> ip,
            Optional<String> agent) {
        plan.comesTo(stable);
        plan.add(
                "route",
                Foretold.passes("%s leads to the function %s, which sees the URL %s."
                        .formatted(
                                route.isEmpty() ? "The function's own address" : "The route " + route,
                                stable.function(),
                                seen)));
        ServedFunction function = version(plan, stable, ip);
        plan.add(
                "bots",
                bots.map(phase -> phase.foretell(request, agent))
                        .orElseGet(() -> Foretold.skipped("No rule and no site for crawlers is set.")));
        if (plan.ends()) return;
        plan.add("limits", rates.foretell(function, route, ip));
        if (plan.ends()) return;
        plan.add("place", places.foretell(function, ip));
        if (plan.ends()) return;
        plan.add(
                "usage",
                usage.refusal(function.account())
                        .map(problem -> Foretold.answers(problem.status(), problem.detail()))
                        .orElseGet(() ->
                                Foretold.passes("No cap of the account is used up, as far as it is known here.")));
        if (plan.ends()) return;
        plan.add("dispatch", Foretold.passes(isolate(function.limits())));
    }

    /** The version whose limits are told from here on; while it is open which one, it is the stable one. */
    private static ServedFunction version(Plan plan, ServedFunction stable, Optional<String> ip) {
        if (stable.split().isEmpty()) {
            plan.meets(stable);
            plan.add("version", Foretold.passes("Version %s has all requests.".formatted(stable.version())));
            return stable;
        }
        Split split = stable.split().get();
        String shares = "Version %s has %s %% of requests, version %s the others"
                .formatted(split.candidate().version(), percent(split.share()), stable.version());
        if (split.stickyBy() instanceof StickyBy.Ip && ip.isPresent()) {
            ServedFunction met = split.picksCandidate(ip.get()) ? split.candidate() : stable;
            plan.meets(met);
            plan.add(
                    "version",
                    Foretold.passes("%s, by the client's address: %s meets version %s."
                            .formatted(shares, ip.get(), met.version())));
            return met;
        }
        plan.add(
                "version",
                Foretold.depends(
                        switch (split.stickyBy()) {
                            case StickyBy.None() -> shares + ", by chance.";
                            case StickyBy.Ip() -> shares + ", by the client's address; with ip= it is told which.";
                            case StickyBy.Header(String name) -> shares + ", by the header " + name + ".";
                            case StickyBy.Cookie(String name) -> shares + ", by the cookie " + name + ".";
                        }));
        return stable;
    }

    private static String percent(int share) {
        return BigDecimal.valueOf(100L * share)
                .divide(BigDecimal.valueOf(Candidate.WHOLE))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String isolate(Limits limits) {
        return ("It runs in an isolate of its own, with at most %,d ms of CPU, %,d ms without progress, %d MB held and %,d subrequests.")
                .formatted(limits.cpuMs(), limits.wallMs(), limits.heapBytes() >> 20, limits.subrequests());
    }
}
