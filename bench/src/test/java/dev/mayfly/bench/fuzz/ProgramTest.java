package dev.mayfly.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final Grammar GRAMMAR = Grammar.load();

    @Test
    void seedAndIndexMakeTheSameProgramAgain() {
        for (int index = 0; index < 100; index++)
            assertThat(Program.of(GRAMMAR, 7, index)).isEqualTo(Program.of(GRAMMAR, 7, index));
        assertThat(Program.of(GRAMMAR, 7, 0).code())
                .isNotEqualTo(Program.of(GRAMMAR, 7, 1).code());
    }

    @Test
    void nothingOfTheGrammarStaysUnwritten() {
        for (int index = 0; index < 1_000; index++)
            assertThat(Program.of(GRAMMAR, 3, index).code()).doesNotContainPattern("<(any|num|str|body|sync|at|own)>");
    }

    @Test
    void shrinkingKeepsWhatMakesItFail() {
        Statement culprit = line("culprit");
        Statement nested = new Statement(
                List.of("try {", "} finally {", "}"),
                List.of(List.of(line("a"), culprit, line("b")), List.of(line("c"))));
        Program large = Program.of(GRAMMAR, 1, 1).with(List.of(line("d"), nested, line("e"), line("f")));
        Program small = new Shrinker(p -> p.code().contains("culprit"), 100).shrink(large);
        assertThat(small.statements()).containsExactly(culprit);
    }

    @Test
    void shrinkingEndsAfterSoManyRuns() {
        AtomicInteger runs = new AtomicInteger();
        Program large = Program.of(GRAMMAR, 1, 2);
        Program same = new Shrinker(p -> runs.incrementAndGet() < 0, 10).shrink(large.with(lines(100)));
        assertThat(same.statements()).hasSize(100);
        assertThat(runs).hasValue(10);
    }

    private static List<Statement> lines(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> line("line " + i))
                .toList();
    }

    private static Statement line(String text) {
        return new Statement(List.of(text), List.of());
    }
}
