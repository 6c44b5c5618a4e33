package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The patterns of hosts and paths that lead to a function. */
@Command(name = "route", description = "Shows and replaces the routes that lead to a function.")
final class RouteCommand {
    private static final String FUNCTION = "Name of the function.";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Command(name = "list", description = "Lists a function's routes.")
    void list(@Parameters(paramLabel = "FUNCTION", description = FUNCTION) String function) {
        tell(function, platform.get(Platform.path("functions", function, "routes")));
    }

    @Command(name = "put", description = "Replaces a function's routes as a whole.")
    void put(
            @Parameters(index = "0", paramLabel = "FUNCTION", description = FUNCTION) String function,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "PATTERN",
                            description = "HOST/PATH, such as api.example.com/v2/*; quote it.")
                    List<String> patterns) {
        ArrayNode routes = Platform.JSON.createArrayNode();
        patterns.forEach(pattern -> routes.addObject().put("pattern", pattern));
        tell(function, platform.put(Platform.path("functions", function, "routes"), routes));
    }

    @Command(name = "delete", description = "Takes all routes of a function away; it still answers at its own host.")
    void delete(@Parameters(paramLabel = "FUNCTION", description = FUNCTION) String function) {
        tell(function, platform.put(Platform.path("functions", function, "routes"), Platform.JSON.createArrayNode()));
    }

    private void tell(String function, JsonNode routes) {
        telling.tell(routes, out -> {
            if (routes.isEmpty()) out.printf("%s has no routes%n", function);
            for (JsonNode route : routes)
                out.println(Screen.plain(route.path("pattern").asText()));
        });
    }
}
