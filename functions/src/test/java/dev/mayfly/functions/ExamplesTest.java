package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the tests of each example and template, which are JavaScript, on the real isolate: one isolate for each test file. Templates in
 * TypeScript must be bundled first; the test of the command does that.
 */
class ExamplesTest {
    private static final List<Path> PLACES = List.of(Path.of("examples"), Path.of("templates"));
    private static JavaScriptTests tests;

    @BeforeAll
    static void startHost() {
        tests = new JavaScriptTests();
    }

    @AfterAll
    static void stopHost() {
        tests.close();
    }

    @TestFactory
    Stream<DynamicContainer> examples() throws IOException {
        return folders().map(example -> DynamicContainer.dynamicContainer(example.toString(), run(example)));
    }

    @Test
    void everyExampleHasAllItsParts() throws IOException {
        for (Path example : folders().toList())
            assertThat(List.of("index.test.js", "wrangler.jsonc", "README.md"))
                    .allSatisfy(part -> assertThat(example.resolve(part)).isNotEmptyFile());
    }

    @Test
    void aFailingTestIsReportedAsOne() {
        JsonNode results = tests.run(
                "import { test, assert } from 'mayfly:test'; test('wrong', () => assert.equal(1, 2)); test('right', () => {});");
        assertThat(results.get(0).get("ok").asBoolean()).isFalse();
        assertThat(results.get(0).get("message").asText()).contains("expected 2, got 1");
        assertThat(results.get(1).get("ok").asBoolean()).isTrue();
    }

    private static Stream<DynamicTest> run(Path example) {
        JsonNode results = tests.run(example);
        assertThat(results.size()).as("tests of %s", example).isPositive();
        return Stream.iterate(0, i -> i < results.size(), i -> i + 1)
                .map(results::get)
                .map(result -> DynamicTest.dynamicTest(
                        result.get("name").asText(),
                        () -> assertThat(result.get("ok").asBoolean())
                                .as(result.path("message").asText())
                                .isTrue()));
    }

    private static Stream<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path place : PLACES)
            try (Stream<Path> all = Files.list(place)) {
                all.filter(folder -> !Files.exists(folder.resolve("package.json")))
                        .sorted()
                        .forEach(folders::add);
            }
        return folders.stream();
    }
}
