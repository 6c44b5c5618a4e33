package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The last invocations of a function with what they logged, oldest first. */
@Command(name = "logs", description = "Shows the last invocations of a function with what they logged, oldest first.")
final class LogsCommand implements Runnable {
    @Parameters(
            arity = "0..1",
            defaultValue = "",
            paramLabel = "FUNCTION",
            description = "Default: all of the account.")
    private String function = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many invocations (default ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            defaultValue = "",
            description = "Only answered, refused, exhausted, failed or lost ones.")
    private String outcome = "";

    @Mixin
    private Platform platform = new Platform();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        String query = "?limit=" + limit
                + (function.isEmpty() ? "" : "&function=" + Platform.encoded(function))
                + (outcome.isEmpty() ? "" : "&outcome=" + Platform.encoded(outcome));
        List<JsonNode> invocations = new ArrayList<>();
        platform.get("/invocations" + query).forEach(invocations::add);
        Collections.reverse(invocations);
        var out = spec.commandLine().getOut();
        if (invocations.isEmpty()) out.println("No invocations yet.");
        Screen screen = Screen.of(spec);
        for (JsonNode i : invocations) {
            out.printf(
                    "%s %s %s %s %s %s  %s%n",
                    screen.faint(i.path("startedAt").asText()),
                    i.path("function").asText(),
                    i.path("method").asText(),
                    Screen.plain(i.path("url").asText()),
                    i.path("status").asText(),
                    outcome(screen, i),
                    screen.faint("trace " + i.path("trace").asText()));
            for (JsonNode line : i.path("logs"))
                out.printf(
                        "    %s %s%n",
                        screen.level(line.path("level").asText()),
                        Screen.plain(line.path("text").asText()).indent(4).strip());
            if (i.hasNonNull("detail"))
                out.println(screen.bad(Screen.plain(i.get("detail").asText()))
                        .indent(4)
                        .stripTrailing());
        }
    }

    private static String outcome(Screen screen, JsonNode invocation) {
        String outcome = invocation.path("outcome").asText();
        String code = invocation.hasNonNull("code")
                ? outcome + "(" + invocation.get("code").asText() + ")"
                : outcome;
        return outcome.equals("answered") ? screen.good(code) : screen.bad(code);
    }
}
