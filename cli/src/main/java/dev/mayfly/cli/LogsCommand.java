package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The last invocations of a function with what they logged, oldest first. */
@Command(
        name = "logs",
        description =
                "Shows the last invocations of a function with what they logged, oldest first; as JSON, newest first.")
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
            description = "How many invocations, at most 500 (default ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            completionCandidates = Words.Outcomes.class,
            defaultValue = "",
            description = "Only answered, refused, exhausted, failed or lost ones.")
    private String outcome = "";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        JsonNode newestFirst = platform.get("/invocations"
                + Query.of("limit", Integer.toString(limit))
                        .and("function", function)
                        .and("outcome", outcome));
        if (newestFirst.isEmpty() && !function.isEmpty()) AskedFunction.require(platform, function);
        telling.tell(newestFirst, platform, out -> {
            List<JsonNode> invocations = new ArrayList<>();
            newestFirst.forEach(invocations::add);
            if (invocations.isEmpty()) out.println("No invocations yet.");
            InvocationLines lines = new InvocationLines(telling.screen());
            invocations.reversed().forEach(i -> lines.print(out, i));
        });
    }
}
