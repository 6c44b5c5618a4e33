package dev.mayfly.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes a function with its versions, secrets and routes. */
@Command(name = "delete", description = "Deletes a function with its versions, secrets and routes.")
final class DeleteCommand implements Runnable {
    @Parameters(paramLabel = "FUNCTION", description = "Name of the function.")
    private String function = "";

    @Mixin
    private Platform platform = new Platform();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        platform.delete(Platform.path("functions", function));
        spec.commandLine().getOut().printf("Deleted %s%n", function);
    }
}
