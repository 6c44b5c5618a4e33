package dev.mayfly.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands that the script {@code mayfly} runs itself, because they start Mayfly or look at this machine. They stand here to be
 * completed and named; {@code --help} of each is the script's.
 */
final class LocalCommands {
    private record Local(String description, List<String> options, List<String> words) {}

    private static final List<String> ENGINES = List.of("auto", "jit", "interpreter");

    private static final Map<String, Local> ALL = new LinkedHashMap<>();

    static {
        ALL.put(
                "dev",
                new Local(
                        "Runs all of Mayfly on this machine, and the function of this folder, deployed again whenever it changes.",
                        List.of(
                                "--port",
                                "--host",
                                "--management-port",
                                "--data-dir",
                                "--engine",
                                "--no-example",
                                "--no-watch",
                                "--no-build",
                                "--verbose"),
                        List.of()));
        ALL.put(
                "serve",
                new Local(
                        "Runs one service on its own.",
                        List.of(),
                        List.of("control-plane", "edge-router", "search-service", "memory-service")));
        ALL.put(
                "doctor",
                new Local(
                        "Says what this machine offers Mayfly, and what is missing.",
                        List.of("--json", "--data-dir", "--port"),
                        List.of()));
        ALL.put(
                "prepare",
                new Local("Makes later starts fast.", List.of("--serve", "--workers", "--rehearsals"), List.of()));
    }

    private LocalCommands() {}

    static void addTo(CommandLine line) {
        ALL.forEach((name, local) -> line.addSubcommand(name, new CommandLine(spec(line, name, local))));
    }

    private static CommandSpec spec(CommandLine line, String name, Local local) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection((Runnable) () -> line.getErr()
                .printf("mayfly: %s is run by the script mayfly at the root of the checkout or release%n", name));
        spec.usageMessage().description(local.description());
        for (String option : local.options()) {
            OptionSpec.Builder built = OptionSpec.builder(option)
                    .arity(takesNone(option) ? "0" : "1")
                    .paramLabel("VALUE")
                    .description("See mayfly %s --help.".formatted(name));
            // In the script of completions the words are named after the label.
            if (option.equals("--engine")) built.paramLabel("ENGINE").completionCandidates(ENGINES);
            spec.addOption(built.build());
        }
        if (!local.words().isEmpty())
            spec.addPositional(PositionalParamSpec.builder()
                    .paramLabel("SERVICE")
                    .completionCandidates(local.words())
                    .description("One of: %s.".formatted(String.join(", ", local.words())))
                    .build());
        return spec;
    }

    private static boolean takesNone(String option) {
        return option.startsWith("--no-")
                || List.of("--verbose", "--json", "--serve", "--workers").contains(option);
    }
}
