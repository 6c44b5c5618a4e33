package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.cli.exit.Refusal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One invocation, with those that it called, as a waterfall. */
@Command(
        name = "trace",
        description =
                "Shows one invocation and those that it called as a waterfall, by its own id or by its trace's; of a trace, from its outermost on.")
final class TraceCommand implements Runnable {
    private static final int TRACE_DIGITS = 32;
    private static final int INVOCATIONS_MAX = 500;

    @Parameters(
            paramLabel = "ID",
            description = "Trace id (32 hex digits) or invocation id (header Mayfly-Invocation).")
    private String id = "";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        if (!id.matches("[0-9a-fA-F]{16,32}"))
            throw new Refusal("%s is neither a trace id nor an invocation id".formatted(id));
        JsonNode invocation = platform.get(Platform.path("invocations", id));
        Waterfall waterfall = new Waterfall(telling.screen(), 48);
        telling.tell(invocation, platform, out -> {
            List<JsonNode> all = ofTrace(invocation.path("trace").asText(""));
            JsonNode first = id.length() == TRACE_DIGITS ? Timeline.outermost(invocation, all) : invocation;
            out.println(waterfall.draw(first, all).stripTrailing());
        });
    }

    private List<JsonNode> ofTrace(String trace) {
        if (trace.isEmpty()) return List.of();
        List<JsonNode> all = new ArrayList<>();
        platform.get("/invocations"
                        + Query.of("limit", Integer.toString(INVOCATIONS_MAX)).and("trace", trace))
                .forEach(all::add);
        return all;
    }
}
