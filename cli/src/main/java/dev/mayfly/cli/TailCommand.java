package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Invocations as they happen. */
@Command(name = "tail", description = "Shows invocations as they end, until Ctrl-C; as JSON, one a line.")
final class TailCommand implements Runnable {
    @Parameters(
            arity = "0..1",
            defaultValue = "",
            paramLabel = "FUNCTION",
            description = "Default: all of the account.")
    private String function = "";

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            completionCandidates = Words.Outcomes.class,
            defaultValue = "",
            description = "Only answered, refused, exhausted, failed or lost ones.")
    private String outcome = "";

    @Option(names = "--count", paramLabel = "N", description = "End after so many.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--every",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "How often to look, in ms (default ${DEFAULT-VALUE}).")
    private long everyMs;

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        if (!function.isEmpty()) AskedFunction.require(platform, function);
        InvocationLines lines = new InvocationLines(telling.screen());
        Tail tail = new Tail(this::newest);
        tail.begin();
        telling.progress().begins("Waiting for invocations");
        long left = count;
        String silent = "";
        while (left > 0) {
            Pause.of(Duration.ofMillis(everyMs));
            Tail.Seen seen = tail.look();
            if (!silent.equals(platform.silentRouters())) telling.warnOfSilence(platform);
            silent = platform.silentRouters();
            if (seen.someAreMissing())
                telling.err().println("mayfly: more happened than can be shown; some invocations are left out");
            for (JsonNode i : seen.invocations()) {
                if (left-- == 0) return;
                telling.tellOneOfMany(i, out -> lines.print(out, i));
            }
        }
    }

    private JsonNode newest(int limit) {
        return platform.get("/invocations"
                + Query.of("limit", Integer.toString(limit))
                        .and("function", function)
                        .and("outcome", outcome));
    }
}
