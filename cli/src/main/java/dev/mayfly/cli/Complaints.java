package dev.mayfly.cli;

import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said on standard error of what cannot be done: words for people, JSON where {@code --json} is on the line. */
final class Complaints {
    private Complaints() {}

    static void of(CommandLine line) {
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (!(exception instanceof Refusal refusal)) throw exception;
            if (asksForJson(parsed.originalArgs())) command.getErr().println(json(refusal));
            else command.getErr().println(command.getColorScheme().errorText("mayfly: " + refusal.getMessage()));
            return refusal.exit().code();
        });
        IParameterExceptionHandler inWords = line.getParameterExceptionHandler();
        line.setParameterExceptionHandler((exception, words) -> {
            if (!asksForJson(List.of(words))) return inWords.handleParseException(exception, words);
            exception.getCommandLine().getErr().println(json(misuse(exception)));
            return Exit.MISUSED.code();
        });
    }

    /** Where a line is wrong it was not understood to its end, so its words say it. */
    private static boolean asksForJson(List<String> words) {
        return words.stream()
                .takeWhile(word -> !word.equals("--"))
                .anyMatch(word -> word.equals("--json") || word.startsWith("--json="));
    }

    private static Refusal misuse(ParameterException exception) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        String see = " (see %s --help)".formatted(command.qualifiedName());
        if (!(exception instanceof UnmatchedArgumentException unmatched))
            return new Refusal(Exit.MISUSED, "misused", exception.getMessage() + see);
        String near = unmatched.getSuggestions().isEmpty()
                ? ""
                : "; did you mean %s?".formatted(String.join(" or ", unmatched.getSuggestions()));
        if (unmatched.isUnknownOption() || command.subcommands().isEmpty())
            return new Refusal(Exit.MISUSED, "misused", exception.getMessage() + near + see);
        return new Refusal(
                Exit.MISUSED,
                "no-such-command",
                "there is no command %s %s"
                                .formatted(
                                        command.qualifiedName(),
                                        unmatched.getUnmatched().getFirst())
                        + near
                        + see);
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
