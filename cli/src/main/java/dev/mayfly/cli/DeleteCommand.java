package dev.mayfly.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a function with its versions, secrets and routes. */
@Command(name = "delete", description = "Deletes a function with its versions, secrets and routes.")
final class DeleteCommand implements Runnable {
    @Parameters(paramLabel = "FUNCTION", description = "Name of the function.")
    private String function = "";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        platform.delete(Platform.path("functions", function));
        telling.tell(
                Platform.JSON.createObjectNode().put("deleted", function), out -> out.printf("Deleted %s%n", function));
    }
}
