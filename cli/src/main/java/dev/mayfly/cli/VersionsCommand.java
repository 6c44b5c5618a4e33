package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the versions of a function, newest first. */
@Command(name = "versions", description = "Lists the versions of a function, newest first.")
final class VersionsCommand implements Runnable {
    @Parameters(paramLabel = "FUNCTION", description = "Name of the function.")
    private String function = "";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        JsonNode versions = platform.get(Platform.path("functions", function, "versions"));
        telling.tell(versions, out -> {
            for (JsonNode v : versions)
                out.printf(
                        "%-40s %-9s %s  %s%n",
                        v.path("id").asText(),
                        v.path("state").asText(),
                        v.path("createdAt").asText(),
                        Screen.plain(v.path("message").asText()));
        });
    }
}
