package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the edge would do with a request. */
@Command(
        name = "explain",
        description = "Tells phase by phase what the edge would do with a request, and why. Sends nothing.")
final class ExplainCommand implements Runnable {
    @Parameters(
            paramLabel = "URL",
            description = "As a client would have it, such as http://hello.demo.localhost:8080/; a path: of --url.")
    private String url = "";

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "The client's address. Default: told as not known.")
    private @Nullable String ip;

    @Option(names = "--method", paramLabel = "METHOD", description = "Default: GET.")
    private @Nullable String method;

    @Option(names = "--agent", paramLabel = "TEXT", description = "The request's User-Agent. Default: no crawler's.")
    private @Nullable String agent;

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        JsonNode explanation = platform.get("/edge/explain"
                + Query.of("url", url.startsWith("/") ? platform.url() + url : url)
                        .and("ip", ip)
                        .and("method", method)
                        .and("agent", agent));
        telling.tell(explanation, platform, out -> print(out, explanation));
    }

    private void print(PrintWriter out, JsonNode explanation) {
        Screen screen = telling.screen();
        out.printf("%s%n%n", Screen.plain(explanation.path("url").asText()));
        for (JsonNode step : explanation.path("steps")) {
            String effect = step.path("effect").asText();
            String shown = "%-9s".formatted(effect);
            out.printf(
                    "  %-9s %s %s%n",
                    step.path("phase").asText(),
                    switch (effect) {
                        case "passes" -> screen.good(shown);
                        case "answers" -> screen.bad(shown);
                        default -> screen.faint(shown);
                    },
                    Screen.plain(step.path("why").asText()));
        }
        out.printf("%n%s%n", end(explanation));
    }

    private static String end(JsonNode explanation) {
        JsonNode last = explanation.path("steps").path(explanation.path("steps").size() - 1);
        if (explanation.path("status").isInt())
            return "The edge answers %d.".formatted(explanation.path("status").asInt());
        if (last.path("effect").asText().equals("answers")) return "Another answers.";
        String version = explanation.path("version").asText("");
        return "The function %s answers%s."
                .formatted(
                        explanation.path("function").asText(), version.isEmpty() ? "" : ", in its version " + version);
    }
}
