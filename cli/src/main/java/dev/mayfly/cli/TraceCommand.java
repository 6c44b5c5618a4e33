package dev.mayfly.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One invocation as a waterfall. */
@Command(name = "trace", description = "Shows one invocation as a waterfall, by its trace id or its own id.")
final class TraceCommand implements Runnable {
    @Parameters(
            paramLabel = "ID",
            description = "Trace id (32 hex digits) or invocation id (header Mayfly-Invocation).")
    private String id = "";

    @Mixin
    private Platform platform = new Platform();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        if (!id.matches("[0-9a-fA-F]{16,32}"))
            throw new Refusal("%s is neither a trace id nor an invocation id".formatted(id));
        Waterfall waterfall = new Waterfall(Screen.of(spec), 48);
        spec.commandLine()
                .getOut()
                .println(waterfall
                        .draw(platform.get(Platform.path("invocations", id)))
                        .stripTrailing());
    }
}
