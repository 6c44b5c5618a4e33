package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.functions.Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The types that authors get: what tsc makes of them, and whether they are those of the real isolate. */
class TypesTest {
    private static final Path PRELUDE = Path.of("../extensions/isolates/worker/src/main/resources/prelude/core.js");

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

    @TestFactory
    Stream<DynamicTest> typesAreThoseOfTheIsolate() throws Exception {
        var declared = types.run("../test/globals.mjs", "index.d.ts");
        assertThat(declared.code()).as(declared.text()).isZero();
        try (var tests = new JavaScriptTests()) {
            JsonNode results = tests.run(
                    "types",
                    List.of(
                            Example.module("index.test.js", Files.readString(Path.of("types/test/runtime.test.js"))),
                            json("declared.json", declared.text()),
                            json("loading.json", new ObjectMapper().writeValueAsString(namesThatLoadOnFirstUse()))));
            return ExamplesTest.asTests(results);
        }
    }

    /** Globals that are not there until somebody asks, so that no list of names shows them. */
    private static List<String> namesThatLoadOnFirstUse() throws Exception {
        String source = Files.readString(PRELUDE);
        String cases =
                source.substring(source.indexOf("function partOf(name)"), source.indexOf("default: return undefined;"));
        List<String> names = Pattern.compile("case \"(\\w+)\"")
                .matcher(cases)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(names).contains("fetch", "Blob").hasSizeGreaterThan(40);
        return names;
    }

    private static Bundle.Module json(String name, String text) {
        return new Bundle.Module(name, Bundle.Kind.json, text.getBytes(StandardCharsets.UTF_8));
    }
}
