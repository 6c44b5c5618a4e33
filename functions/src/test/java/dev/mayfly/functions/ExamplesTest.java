package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the tests of each example and template, which are JavaScript, on the real isolate: one isolate for each test file. The template in
 * TypeScript has none: the test of the command bundles and deploys it.
 */
class ExamplesTest {
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
    Stream<DynamicContainer> examples() {
        return Example.all().stream().map(example -> DynamicContainer.dynamicContainer(example.name(), run(example)));
    }

    @Test
    void everyExampleHasAllItsParts() {
        for (Example example : Example.all()) {
            assertThat(example.main()).isNotEmptyFile();
            assertThat(List.of("index.test.js", "wrangler.jsonc", "README.md"))
                    .allSatisfy(
                            part -> assertThat(example.folder().resolve(part)).isNotEmptyFile());
        }
    }

    @Test
    void aFailingTestIsReportedAsOne() {
        JsonNode results = tests.run(
                "import { test, assert } from 'mayfly:test'; test('wrong', () => assert.equal(1, 2)); test('right', () => {});");
        assertThat(results.get(0).get("ok").asBoolean()).isFalse();
        assertThat(results.get(0).get("message").asText()).contains("expected 2, got 1");
        assertThat(results.get(1).get("ok").asBoolean()).isTrue();
    }

    private static Stream<DynamicTest> run(Example example) {
        JsonNode results = tests.run(example);
        assertThat(results.size()).as("tests of %s", example.name()).isPositive();
        return asTests(results);
    }

    /** Results of tests in JavaScript, each as a test of its own. */
    static Stream<DynamicTest> asTests(JsonNode results) {
        return Stream.iterate(0, i -> i < results.size(), i -> i + 1)
                .map(results::get)
                .map(result -> DynamicTest.dynamicTest(
                        result.get("name").asText(),
                        () -> assertThat(result.get("ok").asBoolean())
                                .as(result.path("message").asText())
                                .isTrue()));
    }
}
