package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.cli.exit.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One invocation as a waterfall. */
@Command(name = "trace", description = "Shows one invocation as a waterfall, by its trace id or its own id.")
final class TraceCommand implements Runnable {
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
        telling.tell(
                invocation,
                platform,
                out -> out.println(waterfall.draw(invocation).stripTrailing()));
    }
}
