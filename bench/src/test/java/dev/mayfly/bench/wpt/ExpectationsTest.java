package dev.mayfly.bench.wpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationsTest {
    private static final String ANSWER =
            "{\"passed\":1,\"total\":3,\"failures\":[{\"name\":\"a \\\"b\\\" {\",\"message\":\"no\\n\"},{\"name\":\"c\",\"message\":\"\"}]}";

    @TempDir
    Path folder;

    @Test
    void answersAreRead() {
        var outcome = Results.read("x.any.js", ANSWER);
        assertThat(outcome.passed()).isEqualTo(1);
        assertThat(outcome.total()).isEqualTo(3);
        assertThat(outcome.failures())
                .containsExactly(new Outcome.Failure("a \"b\" {", "no\\n"), new Outcome.Failure("c", ""));
        assertThat(outcome.clean()).isFalse();
    }

    @Test
    void answersThatAreNoneCountAsOneFailure() {
        for (var answer : List.of("", "hello", ANSWER.replace("\"total\":3", "\"total\":9"))) {
            var outcome = Results.read("x.any.js", answer);
            assertThat(outcome.passed()).isZero();
            assertThat(outcome.total()).isOne();
            assertThat(outcome.clean()).isFalse();
        }
    }

    @Test
    void whatFailedBeforeIsExpectedAndNothingElse() throws IOException {
        var noted = folder.resolve("expected/things.txt");
        Expectations.write(noted, List.of(failing("a.any.js", "one"), failing("b.any.js")));
        var expectations = Expectations.read(noted);
        assertThat(expectations.regressions(List.of(failing("a.any.js", "one"), failing("b.any.js"))))
                .isEmpty();
        assertThat(expectations.regressions(List.of(failing("a.any.js", "one", "two"), failing("b.any.js", "three"))))
                .containsExactly("a.any.js: two", "b.any.js: three");
    }

    @Test
    void whatIsLostIsARegressionToo() throws IOException {
        var noted = folder.resolve("expected/things.txt");
        var many = IntStream.range(0, 300)
                .mapToObj(i -> new Outcome.Failure("f" + i, ""))
                .toList();
        Expectations.write(
                noted, List.of(new Outcome("a.any.js", 5, 5, List.of()), new Outcome("b.any.js", 9, 309, many)));
        var expectations = Expectations.read(noted);
        var fewer = new Outcome("a.any.js", 4, 4, List.of());
        assertThat(expectations.regressions(List.of(fewer))).containsExactly("a.any.js: has 4 subtests, and had 5");
        assertThat(expectations.vanished(List.of(fewer))).containsExactly("b.any.js: did not run");
        var worse = new Outcome(
                "b.any.js",
                8,
                309,
                Stream.concat(many.stream(), Stream.of(new Outcome.Failure("g", "")))
                        .toList());
        assertThat(expectations.regressions(List.of(worse))).containsExactly("b.any.js: 8 pass, and 9 did");
    }

    @Test
    void filesThatNobodyNotedAreNotCompared() throws IOException {
        var nothing = Expectations.read(folder.resolve("absent.txt"));
        assertThat(nothing.regressions(List.of(failing("a.any.js", "one")))).isEmpty();
    }

    @Test
    void aSuiteMeetsItsGateOrDoesNot() {
        var suite = Suite.named("WebCryptoAPI").orElseThrow();
        assertThat(suite.meetsGate(92, 100)).isTrue();
        assertThat(suite.meetsGate(919, 1000)).isFalse();
        assertThat(new Suite("without", List.of()).meetsGate(0, 100)).isTrue();
        assertThat(Suite.ALL).noneMatch(gated -> gated.meetsGate(0, 100));
    }

    @Test
    void namesOfAFileAreBounded() throws IOException {
        var noted = folder.resolve("expected/things.txt");
        var many = IntStream.range(0, 1000).mapToObj(i -> "name " + i).toArray(String[]::new);
        Expectations.write(noted, List.of(failing("a.any.js", many)));
        assertThat(Files.readAllLines(noted)).hasSize(201);
        assertThat(Expectations.read(noted).regressions(List.of(failing("a.any.js", many))))
                .isEmpty();
    }

    @Test
    void exclusionsHaveReasonsAndAreATenthAtMost() throws IOException {
        var list = folder.resolve("excluded.txt");
        Files.writeString(list, "# why\n\na.any.js needs a window\n");
        var exclusions = Exclusions.read(list);
        assertThat(exclusions.excludes(TestFile.of("a.any.js", ""))).isTrue();
        assertThat(exclusions.excludes(TestFile.of("b.any.js", ""))).isFalse();
        exclusions.bounded(Suite.ALL.getFirst(), 1, 10);
        assertThatThrownBy(() -> exclusions.bounded(Suite.ALL.getFirst(), 2, 19))
                .hasMessageContaining("2 of 19 files of url");
        Files.writeString(list, "a.any.js\n");
        assertThatThrownBy(() -> Exclusions.read(list)).hasMessageContaining("needs a reason: a.any.js");
    }

    private static Outcome failing(String path, String... names) {
        var failures = List.of(names).stream()
                .map(name -> new Outcome.Failure(name, "no"))
                .toList();
        return new Outcome(path, 5, 5 + names.length, failures);
    }
}
