package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the functions of the account. */
@Command(name = "list", description = "Lists the functions of the account.")
final class ListCommand implements Runnable {

    @Mixin
    private Platform platform = new Platform();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        JsonNode functions = platform.get("/functions");
        if (functions.isEmpty()) out.println("No functions yet; `mayfly deploy` makes one.");
        for (JsonNode f : functions)
            out.printf(
                    "%-24s %-40s %s%n",
                    f.path("name").asText(),
                    f.path("active").asText("-"),
                    f.path("urls").path(0).asText());
    }
}
