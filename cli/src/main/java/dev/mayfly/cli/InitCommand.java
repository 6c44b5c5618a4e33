package dev.mayfly.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.exit.Refusal;
import dev.mayfly.cli.project.Templates;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a function's folder from a template. */
@Command(name = "init", description = "Makes a function's folder from a template.")
final class InitCommand implements Runnable {
    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";

    @Parameters(arity = "0..1", paramLabel = "FOLDER", defaultValue = ".", description = "Default: this folder.")
    private Path folder = Path.of(".");

    @Option(
            names = "--template",
            paramLabel = "NAME",
            completionCandidates = Words.Templates.class,
            defaultValue = "javascript",
            description = "javascript, json-api or typescript (default ${DEFAULT-VALUE}).")
    private String template = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the function: [a-z0-9-], at most 40. Default: the folder's.")
    private @Nullable String name;

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        Path place = folder.toAbsolutePath().normalize();
        String function = name == null ? nameOf(place) : name;
        if (!function.matches(NAME))
            throw new Refusal(
                    "'%s' cannot be a function's name, which has a-z, 0-9 and -, at most 40; say another with --name"
                            .formatted(function));
        List<String> files = Templates.copy(template, place, function);
        boolean needsPackages = files.contains("package.json");
        ObjectNode made = Platform.JSON
                .createObjectNode()
                .put("function", function)
                .put("folder", place.toString())
                .put("template", template);
        files.forEach(made.putArray("files")::add);
        telling.tell(made, out -> {
            out.printf("Made %s in %s%n", function, place);
            files.forEach(file -> out.println("  " + file));
            String cd = folder.normalize().toString().isEmpty() ? "" : "cd %s && ".formatted(quoted(folder.toString()));
            out.printf(
                    "Next: %s%smayfly dev, or mayfly deploy where one runs%n", cd, needsPackages ? "npm ci && " : "");
        });
    }

    /** As a shell reads it as one word. */
    private static String quoted(String text) {
        return text.matches("[\\w@%+=:,./~-]+") ? text : "'%s'".formatted(text.replace("'", "'\\''"));
    }

    private static String nameOf(Path folder) {
        Path last = folder.getFileName();
        return last == null ? "" : last.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    }
}
