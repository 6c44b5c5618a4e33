package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.functions.Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The types that authors get: what tsc makes of them, and whether they are those of the real isolate. */
class TypesTest {
    private final NpmProject types = NpmProject.of(Path.of("types"));

    @Test
    void samplesAreAcceptedAndRefusedAsTheySay() {
        assertThat(types.run("typescript/bin/tsc", "--project", "test")).isEqualTo(new NpmProject.Said(0, ""));
    }

    @Test
    void typeScriptOfTheExamplesIsSound() {
        for (Example example : Example.all()) {
            if (!Files.exists(example.folder().resolve("tsconfig.json"))) continue;
            var project =
                    NpmProject.of(example.folder()).home().toAbsolutePath().toString();
            assertThat(types.run("typescript/bin/tsc", "--project", project))
                    .as(example.name())
                    .isEqualTo(new NpmProject.Said(0, ""));
        }
    }

    @Test
    void projectOfTheTemplateIsSoundAndWhatIsNotThereDoesNotCompile() throws Exception {
        var project = NpmProject.of(Path.of("templates/typescript"));
        bringTypes(project.home().resolve("types"));
        assertThat(project.run("typescript/bin/tsc")).isEqualTo(new NpmProject.Said(0, ""));

        Path wrong = project.home().resolve("src/wrong.ts");
        try {
            Files.writeString(wrong, "export const title = document.title;");
            assertThat(project.run("typescript/bin/tsc").text()).contains("src/wrong.ts(1,", "'document'");
        } finally {
            Files.delete(wrong);
        }
    }

    /** As {@code mayfly init} does. */
    private static void bringTypes(Path to) throws Exception {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(Path.of("types"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".d.ts")).toList())
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @TestFactory
    Stream<DynamicTest> typesAreThoseOfTheIsolate() throws Exception {
        var declared = types.run("../test/globals.mjs", "index.d.ts");
        assertThat(declared.code()).as(declared.text()).isZero();
        try (var tests = new JavaScriptTests()) {
            JsonNode results = tests.run(
                    "types",
                    List.of(
                            Example.module("index.test.js", Files.readString(Path.of("types/test/runtime.test.js"))),
                            json("declared.json", declared.text())));
            return ExamplesTest.asTests(results);
        }
    }

    private static Bundle.Module json(String name, String text) {
        return new Bundle.Module(name, Bundle.Kind.json, text.getBytes(StandardCharsets.UTF_8));
    }
}
