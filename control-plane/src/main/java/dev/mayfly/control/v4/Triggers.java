package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.Address;
import dev.mayfly.bindings.functions.Functions.Function;
import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Where functions are reached. */
@ApplicationScoped
class Triggers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Functions functions;
    private final URI publicUrl;

    Triggers(Functions functions, ControlConfig config) {
        this.functions = functions;
        this.publicUrl = config.publicUrl();
    }

    /**
     * Wrangler prints {@code https://<script>.<subdomain>.workers.dev}. With this subdomain that is the address at which the function
     * really is, and what wrangler adds stands behind {@code #}; only the scheme is always https.
     */
    Uni<JsonNode> accountSubdomain(V4Call call) {
        String port = publicUrl.getPort() < 0 ? "" : ":" + publicUrl.getPort();
        return Uni.createFrom()
                .item(JSON.objectNode()
                        .put("subdomain", "%s.%s%s/#".formatted(call.accountName(), publicUrl.getHost(), port)));
    }

    /** Whether a function answers at its own address. */
    Uni<JsonNode> subdomain(V4Call call) {
        return functions.function(call.accountName(), call.script()).map(Triggers::subdomain);
    }

    static ObjectNode subdomain(Function function) {
        return JSON.objectNode().put("enabled", !function.routesOnly()).put("previews_enabled", false);
    }

    Uni<JsonNode> putSubdomain(V4Call call) {
        if (call.bodyJson().path("previews_enabled").asBoolean(false))
            throw V4Problem.unsupported("Mayfly has no preview URLs of versions (preview_urls)");
        boolean routesOnly = !call.bodyJson().path("enabled").asBoolean(true);
        return functions
                .function(call.accountName(), call.script())
                .chain(function -> function.routesOnly() == routesOnly
                        ? Uni.createFrom().item(function)
                        : functions.putAddress(call.accountName(), call.script(), new Address(routesOnly)))
                .map(Triggers::subdomain);
    }

    Uni<JsonNode> putRoutes(V4Call call) {
        List<Route> routes = new ArrayList<>();
        for (JsonNode asked : call.bodyJson()) routes.add(route(asked));
        return functions.putRoutes(call.accountName(), call.script(), routes).map(kept -> {
            ArrayNode list = JSON.arrayNode();
            kept.forEach(route -> list.addObject()
                    .put("id", Identity.hex(route.pattern()))
                    .put("pattern", route.pattern())
                    .put("script", call.script()));
            return list;
        });
    }

    Uni<JsonNode> schedules(V4Call call) {
        return functions.function(call.accountName(), call.script()).map(function -> noSchedules());
    }

    Uni<JsonNode> putSchedules(V4Call call) {
        if (!call.bodyJson().isEmpty()) throw V4Problem.unsupported("Mayfly has no cron triggers (triggers.crons)");
        return schedules(call);
    }

    /** Mayfly has hosts and no zones; wrangler wants to see one before it sends a route. Whose a host is, is decided then. */
    Uni<JsonNode> zones(V4Call call) {
        ArrayNode zones = JSON.arrayNode();
        String name = call.query().getOrDefault("name", "");
        if (!name.isEmpty())
            zones.addObject().put("id", Identity.hex(name)).put("name", name).put("status", "active");
        return Uni.createFrom().item(zones);
    }

    Uni<JsonNode> zoneRoutes(V4Call call) {
        return Uni.createFrom().item(JSON.arrayNode());
    }

    private static Route route(JsonNode asked) {
        String pattern = asked.path("pattern").asText();
        if (pattern.isEmpty()) throw new Problem.Invalid("invalid-route", "a route has a pattern");
        int scheme = pattern.indexOf("://");
        String text = scheme < 0 ? pattern : pattern.substring(scheme + 3);
        return new Route(text.contains("/") ? text : text + "/");
    }

    private static ObjectNode noSchedules() {
        ObjectNode none = JSON.objectNode();
        none.putArray("schedules");
        return none;
    }
}
