package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.cli.exit.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a rollout back, or makes an earlier version the active one. */
@Command(
        name = "rollback",
        description =
                "Takes the rollout that runs back; where none runs, makes the version that was active before the active one again, or the one that is named.")
final class RollbackCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "FUNCTION", description = "Name of the function.")
    private String function = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "As `mayfly versions` shows it.")
    private @Nullable String version;

    @Option(names = "--message", paramLabel = "TEXT", description = "Why; with a VERSION.")
    private @Nullable String message;

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        if (version == null) back();
        else activate(version);
    }

    private void back() {
        if (message != null)
            throw new Refusal("--message is kept with a VERSION alone; going back without one keeps no message");
        JsonNode split = platform.post(Platform.path("functions", function, "rollback"));
        telling.tell(split, out -> {
            out.printf("%s is answered by%n", function);
            RolloutCommand.shares(out, split);
        });
    }

    private void activate(String wanted) {
        String query = message == null ? "" : "?message=" + Platform.encoded(message);
        JsonNode active = platform.post(Platform.path("functions", function, "versions", wanted, "activate") + query);
        telling.tell(active, out -> out.printf("%s is answered by %s%n", function, wanted));
    }
}
