package dev.mayfly.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The top command; {@link dev.mayfly.cli.exit.Exit} has its exit codes. */
@Command(
        name = "mayfly",
        description = "Runs and operates functions on Mayfly.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "mayfly 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nWhere the platform is and who you are:%n",
        footer = {
            "  --url, MAYFLY_URL          default http://localhost:8080",
            "  --account, MAYFLY_ACCOUNT  default demo",
            "  --token, MAYFLY_TOKEN      default: the nearest file .mayfly/token",
            "",
            "`mayfly dev` starts everything on this machine; see `mayfly dev --help`.",
            "`mayfly help agent` says all of this to a program, in short."
        })
public final class Mayfly {
    private Mayfly() {}

    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /** With all commands. */
    static CommandLine commandLine() {
        CommandLine line = bare();
        Commands.addAllTo(line);
        LocalCommands.addTo(line);
        return line;
    }

    /** With the one command that these words ask for: to describe all takes longer than to run one. With all where they ask for none, or for help. */
    static CommandLine commandLine(String... words) {
        CommandLine line = bare();
        return words.length > 0 && Commands.addTo(line, words[0]) ? line : commandLine();
    }

    private static CommandLine bare() {
        CommandLine line = new CommandLine(new Mayfly());
        // `invoke --data @file` is a body, not a file of arguments.
        line.setExpandAtFiles(false);
        Complaints.of(line);
        return line;
    }
}
