package dev.mayfly.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A script that a shell reads to complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options.",
        footer = {"bash: source <(mayfly completion bash)", "zsh:  source <(mayfly completion zsh)"})
final class CompletionCommand implements Runnable {
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        if (shell == Shell.zsh) spec.commandLine().getOut().println("autoload -Uz compinit && compinit");
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("mayfly", spec.parent().commandLine()));
    }
}
