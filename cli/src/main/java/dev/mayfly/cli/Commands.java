package dev.mayfly.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** All commands of this program, in the order in which help lists them. */
final class Commands {
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    /** What speaks of all the others. */
    private static final Set<String> OF_ALL = Set.of("completion", "help");

    static {
        ALL.put("init", InitCommand.class);
        ALL.put("deploy", DeployCommand.class);
        ALL.put("claim", ClaimCommand.class);
        ALL.put("list", ListCommand.class);
        ALL.put("versions", VersionsCommand.class);
        ALL.put("rollout", RolloutCommand.class);
        ALL.put("rollback", RollbackCommand.class);
        ALL.put("delete", DeleteCommand.class);
        ALL.put("secret", SecretCommand.class);
        ALL.put("route", RouteCommand.class);
        ALL.put("origin", OriginCommand.class);
        ALL.put("flags", FlagsCommand.class);
        ALL.put("logs", LogsCommand.class);
        ALL.put("tail", TailCommand.class);
        ALL.put("trace", TraceCommand.class);
        ALL.put("explain", ExplainCommand.class);
        ALL.put("invoke", InvokeCommand.class);
        ALL.put("usage", UsageCommand.class);
        ALL.put("caps", CapsCommand.class);
        ALL.put("token", TokenCommand.class);
        ALL.put("watch", WatchCommand.class);
        ALL.put("rehearse", RehearseCommand.class);
        ALL.put("completion", CompletionCommand.class);
        ALL.put("help", HelpCommand.class);
    }

    private Commands() {}

    static void addAllTo(CommandLine line) {
        ALL.forEach(line::addSubcommand);
    }

    /** Adds the command of this name, and says whether there is one that does without the others. */
    static boolean addTo(CommandLine line, String name) {
        Class<?> command = ALL.get(name);
        if (command == null || OF_ALL.contains(name)) return false;
        line.addSubcommand(name, command);
        return true;
    }
}
