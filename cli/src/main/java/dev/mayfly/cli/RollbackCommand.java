package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an earlier version the active one: the one before, or the one named. */
@Command(name = "rollback", description = "Makes an earlier version the active one: the one before, or the one named.")
final class RollbackCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "FUNCTION", description = "Name of the function.")
    private String function = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "VERSION",
            description = "Default: the version before the active one.")
    private String version = "";

    @Mixin
    private Platform platform = new Platform();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        String target =
                version.isEmpty() ? previous(platform.get(Platform.path("functions", function, "versions"))) : version;
        platform.post(Platform.path("functions", function, "versions", target, "activate"));
        spec.commandLine().getOut().printf("%s answers with version %s again%n", function, target);
    }

    private String previous(JsonNode newestFirst) {
        boolean behindActive = false;
        for (JsonNode v : newestFirst) {
            if (behindActive) return v.path("id").asText();
            behindActive = v.path("state").asText().equals("active");
        }
        throw new Refusal("%s has no version before the active one".formatted(function));
    }
}
