package dev.mayfly.cli;

import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help of a command, or all of it in short, for a program that drives this one. */
@Command(name = "help", description = "Says what a command does; `help agent` describes all in under 1,000 tokens.")
final class HelpCommand implements Runnable {
    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "A command and its own command, such as token create; or agent.")
    private List<String> path = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine top = spec.parent().commandLine();
        if (path.equals(List.of("agent"))) top.getOut().print(forAgents());
        else command(top).usage(top.getOut(), top.getColorScheme());
        top.getOut().flush();
    }

    private CommandLine command(CommandLine top) {
        CommandLine command = top;
        for (String name : path) {
            command = command.getSubcommands().get(name);
            if (command == null)
                throw new Refusal(
                        Exit.MISUSED,
                        "no-such-command",
                        "there is no command %s; `mayfly help` lists all".formatted(String.join(" ", path)));
        }
        return command;
    }

    static String forAgents() {
        try (InputStream text = Objects.requireNonNull(HelpCommand.class.getResourceAsStream("agent.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("agent.txt is part of this program", e);
        }
    }
}
