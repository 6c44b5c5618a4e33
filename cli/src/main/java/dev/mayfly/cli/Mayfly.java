package dev.mayfly.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** The top command. Exit codes: 0 done, 1 the platform or the project said no, 2 the command line is wrong. */
@Command(
        name = "mayfly",
        description = "Runs and operates functions on Mayfly.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "mayfly 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DeployCommand.class,
            ClaimCommand.class,
            ListCommand.class,
            VersionsCommand.class,
            RollbackCommand.class,
            DeleteCommand.class,
            SecretCommand.class,
            TokenCommand.class,
            LogsCommand.class,
            TraceCommand.class,
            HelpCommand.class
        },
        footerHeading = "%nWhere the platform is and who you are:%n",
        footer = {
            "  --url, MAYFLY_URL          default http://localhost:8080",
            "  --account, MAYFLY_ACCOUNT  default demo",
            "  --token, MAYFLY_TOKEN      default: the nearest file .mayfly/token",
            "",
            "`mayfly dev` starts everything on this machine; see `mayfly dev --help`."
        })
public final class Mayfly {
    private Mayfly() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Mayfly());
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (!(exception instanceof Refusal)) throw exception;
            command.getErr().println(command.getColorScheme().errorText("mayfly: " + exception.getMessage()));
            return 1;
        });
        return line;
    }
}
