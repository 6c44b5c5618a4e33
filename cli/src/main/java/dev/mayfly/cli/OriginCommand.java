package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** HTTP servers of an account, to which routes lead. */
@Command(name = "origin", description = "Shows and changes the HTTP servers to which routes of the account lead.")
final class OriginCommand {
    private static final String NAME = "Name of the origin.";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Command(name = "list", description = "Lists the account's origins with their routes.")
    void list() {
        JsonNode origins = platform.get(Platform.path("origins"));
        telling.tell(origins, out -> {
            if (origins.isEmpty()) out.printf("%s has no origins%n", platform.account());
            for (JsonNode origin : origins) tell(out, origin);
        });
    }

    @Command(
            name = "put",
            description = "Makes an origin, or replaces it as a whole: what is not given is as routers have it.")
    void put(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "URL",
                            description = "http://host[:port][/path] or https://… of equal servers.")
                    List<String> urls,
            @Option(
                            names = "--route",
                            paramLabel = "PATTERN",
                            description =
                                    "HOST/PATH that leads there, such as api.example.com/*; quote it. May be repeated.")
                    @Nullable
                    List<String> routes,
            @Option(
                            names = "--host",
                            paramLabel = "HOST",
                            description = "The name that servers are asked by: client, server, or a host name.")
                    @Nullable
                    String host,
            @Option(
                            names = "--tls-name",
                            paramLabel = "NAME",
                            description = "The name that their certificates must have.")
                    @Nullable
                    String tlsName,
            @Option(names = "--connect-timeout-ms", paramLabel = "N", description = "For a connection.") @Nullable
                    Long connectTimeoutMs,
            @Option(names = "--silence-max-ms", paramLabel = "N", description = "How long nothing may move.") @Nullable
                    Long silenceMaxMs,
            @Option(
                            names = "--attempt-within-ms",
                            paramLabel = "N",
                            description = "Until an answer begins; then it is tried again.")
                    @Nullable
                    Long attemptWithinMs,
            @Option(
                            names = "--hedge-after-ms",
                            paramLabel = "N",
                            description = "Until another server is asked beside a slow one.")
                    @Nullable
                    Long hedgeAfterMs,
            @Option(names = "--attempts-max", paramLabel = "N", description = "How often one request is sent.")
                    @Nullable
                    Integer attemptsMax) {
        ObjectNode settings = Platform.JSON.createObjectNode();
        urls.forEach(settings.putArray("urls")::add);
        ArrayNode patterns = settings.putArray("routes");
        if (routes != null) routes.forEach(pattern -> patterns.addObject().put("pattern", pattern));
        if (host != null) settings.put("host", host);
        if (tlsName != null) settings.put("tlsName", tlsName);
        ms(settings, "connectTimeoutMs", connectTimeoutMs);
        ms(settings, "silenceMaxMs", silenceMaxMs);
        ms(settings, "attemptWithinMs", attemptWithinMs);
        ms(settings, "hedgeAfterMs", hedgeAfterMs);
        if (attemptsMax != null) settings.put("attemptsMax", attemptsMax);
        JsonNode origin = platform.put(Platform.path("origins", name), settings);
        telling.tell(origin, out -> tell(out, origin));
    }

    @Command(name = "delete", description = "Takes an origin away with its routes.")
    void delete(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        platform.delete(Platform.path("origins", name));
        telling.tell(Platform.JSON.createObjectNode().put("deleted", name), out -> out.printf("Deleted %s%n", name));
    }

    private static void ms(ObjectNode settings, String key, @Nullable Long ms) {
        if (ms != null) settings.put(key, ms);
    }

    private static void tell(PrintWriter out, JsonNode origin) {
        out.println(Screen.plain(origin.path("name").asText()));
        for (JsonNode url : origin.path("settings").path("urls")) out.println("  at    " + Screen.plain(url.asText()));
        for (JsonNode route : origin.path("settings").path("routes"))
            out.println("  from  " + Screen.plain(route.path("pattern").asText()));
    }
}
