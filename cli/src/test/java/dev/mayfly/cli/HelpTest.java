package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest extends ScriptedPlatform {
    private static final Path SCRIPT = Path.of(System.getProperty("mayfly.root"), "mayfly");

    @Test
    void allIsDescribedToAgentsInUnderAThousandTokens() {
        assertThat(run("help", "agent")).isZero();
        String text = out.toString();
        assertThat(text.length() / 4.0).isLessThan(1_000);
        assertThat(text.split("\\s+").length * 1.4).isLessThan(1_000);
        for (CommandLine command : Mayfly.commandLine().getSubcommands().values()) {
            if (command.getCommandSpec().usageMessage().hidden()) continue;
            assertThat(text).containsPattern("\\b" + command.getCommandName() + "\\b");
            for (String below : command.getSubcommands().keySet())
                assertThat(text).as(command.getCommandName()).containsPattern("\\b" + below + "\\b");
        }
    }

    @Test
    void optionsThatAgentsAreToldOfExist() {
        String all = everyHelp(Mayfly.commandLine());
        Pattern.compile("--[a-z-]+")
                .matcher(HelpCommand.forAgents())
                .results()
                .forEach(option -> assertThat(all).contains(option.group()));
    }

    @Test
    void commandBelowACommandHasItsHelp() {
        assertThat(run("help", "token", "create")).isZero();
        assertThat(out.toString()).contains("mayfly token create", "--expires");
    }

    @Test
    void listsOfValuesAreShownOnce() {
        assertThat(run("help", "rollout", "start")).isZero();
        assertThat(out.toString()).contains("--steps=N[,N...]").doesNotContain("…");
    }

    /** To start fast a line knows the one command that it asks for; that must make no difference to anybody. */
    @Test
    void commandAloneIsWhatItIsAmongAll() {
        CommandLine all = Mayfly.commandLine();
        for (String name : all.getSubcommands().keySet()) {
            CommandLine alone = Mayfly.commandLine(name, "--json");
            assertThat(everyHelp(alone.getSubcommands().get(name)))
                    .isEqualTo(everyHelp(all.getSubcommands().get(name)));
        }
        assertThat(Mayfly.commandLine("deploy", ".").getSubcommands()).containsOnlyKeys("deploy");
        for (String[] others :
                new String[][] {{}, {"--help"}, {"help", "deploy"}, {"completion", "bash"}, {"deplyo"}, {"dev"}})
            assertThat(Mayfly.commandLine(others).getSubcommands().keySet())
                    .isEqualTo(all.getSubcommands().keySet());
    }

    @Test
    void scriptListsAllCommands() throws Exception {
        String script = Files.readString(SCRIPT);
        for (CommandLine command : Mayfly.commandLine().getSubcommands().values())
            if (!command.getCommandSpec().usageMessage().hidden())
                assertThat(script).containsPattern("(?m)^  %-11s ".formatted(command.getCommandName()));
    }

    @Test
    void whatTheScriptRunsHasItsOptionsInCompletions() throws Exception {
        String script = Files.readString(SCRIPT);
        for (String name : new String[] {"dev", "prepare"})
            for (var option : Mayfly.commandLine()
                    .getSubcommands()
                    .get(name)
                    .getCommandSpec()
                    .options())
                if (!option.longestName().equals("--help")
                        && !option.longestName().equals("--version"))
                    assertThat(script).as(name).contains(option.longestName());
    }

    private static String everyHelp(CommandLine command) {
        StringBuilder text = new StringBuilder(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
        command.getSubcommands().values().forEach(below -> text.append(everyHelp(below)));
        return text.toString();
    }
}
