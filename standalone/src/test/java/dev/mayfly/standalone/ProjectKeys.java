package dev.mayfly.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keys of a project file: those of wrangler's own schema, and what {@code docs/project-file.md} says of each. */
final class ProjectKeys {
    private ProjectKeys() {}

    static Set<String> ofTheSchema() throws Exception {
        JsonNode schema =
                new ObjectMapper().readTree(Wrangler.file("config-schema.json").toFile());
        Set<String> keys = new TreeSet<>();
        for (String part : new String[] {"RawConfig", "RawEnvironment"})
            schema.path("definitions")
                    .path(part)
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(keys::add);
        return keys;
    }

    static Set<String> ofTheDocument() throws IOException {
        return document("");
    }

    /** Those of which the document says this for {@code wrangler deploy}. */
    static Set<String> ofWhich(String verdict) throws IOException {
        return document(verdict);
    }

    private static Set<String> document(String verdict) throws IOException {
        return Files.readString(Path.of(System.getProperty("mayfly.root"), "docs/project-file.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .filter(cells -> verdict.isEmpty() || cells[2].strip().equals(verdict))
                .map(cells -> cells[1].strip().replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
