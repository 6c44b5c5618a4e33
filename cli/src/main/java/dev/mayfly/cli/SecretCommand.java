package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.cli.exit.Refusal;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Secrets of a function: set, named, deleted; never shown. */
@Command(name = "secret", description = "Sets, names and deletes a function's secrets; their values are never shown.")
final class SecretCommand {
    private static final String FUNCTION = "Name of the function.";
    private static final String NAME = "Name of the secret, as the function finds it on env.";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Command(
            name = "put",
            description = "Sets a secret; its value comes from the terminal, unseen, or from standard input.")
    void put(
            @Parameters(paramLabel = "FUNCTION", description = FUNCTION) String function,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(
                            names = "--value",
                            paramLabel = "TEXT",
                            description = "The value itself; shells keep it in their history.")
                    @Nullable
                    String value)
            throws IOException {
        String text = value == null ? ask(name) : value;
        platform.put(
                Platform.path("functions", function, "secrets", name),
                Platform.JSON.createObjectNode().put("value", text));
        telling.tell(
                Platform.JSON.createObjectNode().put("function", function).put("secret", name),
                out -> out.printf("%s has the secret %s%n", function, name));
    }

    @Command(name = "list", description = "Names the secrets of a function.")
    void list(@Parameters(paramLabel = "FUNCTION", description = FUNCTION) String function) {
        JsonNode names = platform.get(Platform.path("functions", function, "secrets"));
        telling.tell(names, out -> names.forEach(name -> out.println(name.asText())));
    }

    @Command(name = "delete", description = "Deletes a secret.")
    void delete(
            @Parameters(paramLabel = "FUNCTION", description = FUNCTION) String function,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        platform.delete(Platform.path("functions", function, "secrets", name));
        telling.tell(
                Platform.JSON.createObjectNode().put("function", function).put("deleted", name),
                out -> out.printf("Deleted the secret %s of %s%n", name, function));
    }

    private static String ask(String name) throws IOException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("%s: ", name);
            if (typed == null) throw new Refusal("no value given");
            return new String(typed);
        }
        // All of it: a key may have many lines. The line end that tools put behind their output is not part of it.
        String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        if (text.isEmpty()) throw new Refusal("no value on standard input");
        return text.endsWith("\n") ? text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1)) : text;
    }
}
