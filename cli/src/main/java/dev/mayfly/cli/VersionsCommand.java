package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the versions of a function, newest first. */
@Command(name = "versions", description = "Lists the versions of a function, newest first.")
final class VersionsCommand implements Runnable {
    @Parameters(paramLabel = "FUNCTION", description = "Name of the function.")
    private String function = "";

    @Mixin
    private Platform platform = new Platform();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        for (JsonNode v : platform.get(Platform.path("functions", function, "versions")))
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%-40s %-9s %s  %s%n",
                            v.path("id").asText(),
                            v.path("state").asText(),
                            v.path("createdAt").asText(),
                            v.path("message").asText());
    }
}
