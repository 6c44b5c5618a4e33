package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a version a share of the requests. */
@Command(
        name = "rollout",
        description = "Gives a version a share of a function's requests; `mayfly rollback` takes it away again.")
final class RolloutCommand {
    private static final String FUNCTION = "Name of the function.";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Command(name = "start", description = "Begins a rollout, or changes the one that runs for that version.")
    void start(
            @Parameters(paramLabel = "FUNCTION", description = FUNCTION) String function,
            @Parameters(paramLabel = "VERSION", description = "As `mayfly deploy --inactive` told it.") String version,
            @Option(
                            names = "--percentage",
                            paramLabel = "N",
                            description = "Of the requests, 0 to 100; default: the first step.")
                    @Nullable
                    BigDecimal percentage,
            @Option(names = "--sticky-by", paramLabel = "KEY", description = "none, ip, header:NAME or cookie:NAME.")
                    @Nullable
                    String stickyBy,
            @Option(
                            names = "--steps",
                            split = ",",
                            paramLabel = "N",
                            description = "Percentages to reach one after the other: 1,10,50,100.")
                    @Nullable
                    List<BigDecimal> steps,
            @Option(names = "--step-seconds", paramLabel = "N", description = "How long a step lasts at least.")
                    @Nullable
                    Integer stepSeconds,
            @Option(names = "--no-automatic-rollback", description = "Leave a version with worse errors where it is.")
                    boolean manual,
            @Option(names = "--requests-min", paramLabel = "N", description = "Judge from so many requests on.")
                    @Nullable
                    Integer requestsMin,
            @Option(names = "--margin-percent", paramLabel = "N", description = "How much worse is worse.") @Nullable
                    BigDecimal margin,
            @Option(names = "--message", paramLabel = "TEXT", description = "Why; told with the rollout.") @Nullable
                    String message) {
        ObjectNode asked = Platform.JSON.createObjectNode().put("version", version);
        if (percentage != null) asked.put("percentage", percentage);
        if (stickyBy != null) asked.put("stickyBy", stickyBy);
        if (steps != null) steps.forEach(asked.putArray("steps")::add);
        if (stepSeconds != null) asked.put("stepSeconds", stepSeconds);
        ObjectNode rollback = asked.objectNode();
        if (manual) rollback.put("mode", "off");
        if (requestsMin != null) rollback.put("requestsMin", requestsMin);
        if (margin != null) rollback.put("marginPercent", margin);
        if (!rollback.isEmpty()) asked.set("automaticRollback", rollback);
        if (message != null) asked.put("message", message);
        JsonNode rollout = platform.post(Platform.path("functions", function, "rollouts"), asked);
        telling.tell(rollout, out -> line(out, rollout));
    }

    @Command(name = "status", description = "Says which versions answer now, and how many of the requests.")
    void status(@Parameters(paramLabel = "FUNCTION", description = FUNCTION) String function) {
        JsonNode split = platform.get(Platform.path("functions", function, "deployment"));
        telling.tell(split, out -> shares(out, split));
    }

    @Command(name = "list", description = "Lists a function's rollouts, newest first, with how they ended and why.")
    void list(@Parameters(paramLabel = "FUNCTION", description = FUNCTION) String function) {
        JsonNode rollouts = platform.get(Platform.path("functions", function, "rollouts"));
        telling.tell(rollouts, out -> {
            if (rollouts.isEmpty()) out.println("No rollouts yet; `mayfly rollout start` begins one.");
            for (JsonNode rollout : rollouts) line(out, rollout);
        });
    }

    static void shares(PrintWriter out, JsonNode split) {
        for (JsonNode share : split.path("versions"))
            out.printf(
                    "%6s %%  %s%n",
                    share.path("percentage").asText(), share.path("version").asText());
    }

    private static void line(PrintWriter out, JsonNode rollout) {
        JsonNode figures = rollout.path("figures");
        out.printf(
                "%s  %s at %s %%, since %s; errors %s, stable %s%n",
                rollout.path("version").asText(),
                rollout.path("state").asText(),
                rollout.path("percentage").asText(),
                rollout.path("startedAt").asText(),
                count(figures.path("candidate")),
                count(figures.path("stable")));
        for (String told : List.of("message", "reason"))
            if (rollout.hasNonNull(told))
                out.println("    " + Screen.plain(rollout.get(told).asText()));
    }

    private static String count(JsonNode count) {
        return "%s of %s"
                .formatted(
                        count.path("errors").asText("0"), count.path("requests").asText("0"));
    }
}
