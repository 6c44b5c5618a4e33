package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the functions of the account. */
@Command(name = "list", description = "Lists the functions of the account.")
final class ListCommand implements Runnable {

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        JsonNode functions = platform.get("/functions");
        telling.tell(functions, out -> {
            if (functions.isEmpty()) out.println("No functions yet; `mayfly deploy` makes one.");
            for (JsonNode f : functions)
                out.printf(
                        "%-24s %-40s %s%n",
                        f.path("name").asText(),
                        f.path("active").asText("-"),
                        f.path("urls").path(0).asText());
        });
    }
}
