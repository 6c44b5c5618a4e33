package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What functions used. */
@Command(name = "usage", description = "Shows what the account's functions used, by day or by minute (UTC).")
final class UsageCommand implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "FUNCTION", description = "Default: all of the account.")
    private @Nullable String function;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description = "2026-11-27 or 2026-11-27T08:00:00Z. Default: 30 days, or an hour by minute.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "WHEN", description = "The end, which is not in it. Default: now.")
    private @Nullable String to;

    @Option(
            names = "--resolution",
            paramLabel = "day|minute",
            completionCandidates = Words.Resolutions.class,
            description = "Default: day.")
    private @Nullable String resolution;

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        JsonNode report = platform.get("/usage"
                + Query.of("function", function).and("from", from).and("to", to).and("resolution", resolution));
        // One that was deleted is told of as long as something is known of it.
        if (function != null && report.path("rows").isEmpty()) AskedFunction.require(platform, function);
        telling.tell(report, out -> print(out, report));
    }

    private void print(PrintWriter out, JsonNode report) {
        out.printf(
                "%-24s %-24s %12s %14s %14s %14s %12s%n",
                "from", "function", "requests", "CPU ms", "allocated", "egress", "subrequests");
        for (JsonNode row : report.path("rows"))
            row(out, row.path("start").asText(), row.path("function").asText(), row.path("used"));
        row(out, "total", "", report.path("total"));
        for (var cap : report.path("caps").properties())
            if (!cap.getValue().isNull())
                out.printf("cap: %s %s%n", cap.getKey(), cap.getValue().asText());
        for (JsonNode alert : report.path("alerts"))
            out.println(telling.screen()
                    .bad("%s: %s used to %s %%"
                            .formatted(
                                    alert.path("at").asText(),
                                    alert.path("cap").asText(),
                                    alert.path("percent").asText())));
    }

    private static void row(PrintWriter out, String start, String function, JsonNode used) {
        out.printf(
                "%-24s %-24s %,12d %,14.1f %,14d %,14d %,12d%n",
                start,
                function,
                used.path("requests").asLong(),
                used.path("cpuMs").asDouble(),
                used.path("allocatedBytes").asLong(),
                used.path("egressBytes").asLong(),
                used.path("subrequests").asLong());
    }
}
