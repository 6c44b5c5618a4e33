package dev.mayfly.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON on the command line, or in a file that it names. */
final class GivenJson {
    private static final int FILE_MAX = 1 << 20;

    private GivenJson() {}

    /** The text itself, or {@code @FILE}. */
    static JsonNode of(String given) {
        return given.startsWith("@") ? of(Path.of(given.substring(1))) : parsed(given);
    }

    static JsonNode of(Path file) {
        try {
            if (Files.size(file) > FILE_MAX) throw new Refusal("%s is larger than 1 MB".formatted(file));
            return parsed(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Refusal("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return Platform.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal("this is no JSON: " + e.getOriginalMessage());
        }
    }
}
