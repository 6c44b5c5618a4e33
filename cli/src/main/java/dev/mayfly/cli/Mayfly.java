package dev.mayfly.cli;

import dev.mayfly.cli.exit.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The top command; {@link dev.mayfly.cli.exit.Exit} has its exit codes. */
@Command(
        name = "mayfly",
        description = "Runs and operates functions on Mayfly.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "mayfly 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InitCommand.class,
            DeployCommand.class,
            ClaimCommand.class,
            ListCommand.class,
            VersionsCommand.class,
            RolloutCommand.class,
            RollbackCommand.class,
            DeleteCommand.class,
            SecretCommand.class,
            RouteCommand.class,
            LogsCommand.class,
            TailCommand.class,
            TraceCommand.class,
            InvokeCommand.class,
            UsageCommand.class,
            TokenCommand.class,
            WatchCommand.class,
            RehearseCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
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
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Mayfly());
        LocalCommands.addTo(line);
        // `invoke --data @file` is a body, not a file of arguments.
        line.setExpandAtFiles(false);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (!(exception instanceof Refusal refusal)) throw exception;
            if (asksForJson(parsed)) command.getErr().println(json(refusal));
            else command.getErr().println(command.getColorScheme().errorText("mayfly: " + refusal.getMessage()));
            return refusal.exit().code();
        });
        return line;
    }

    private static boolean asksForJson(ParseResult parsed) {
        return parsed.hasMatchedOption("--json")
                || parsed.subcommands().stream().anyMatch(Mayfly::asksForJson);
    }

    private static String json(Refusal refusal) {
        return Platform.JSON
                .createObjectNode()
                .put("code", refusal.code())
                .put("detail", refusal.getMessage())
                .put("exitCode", refusal.exit().code())
                .toPrettyString();
    }
}
