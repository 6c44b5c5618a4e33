package dev.mayfly.retrieval.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    @Test
    void perfectRankingIsOne() {
        Measures measures = Measures.of(List.of("a", "b", "c"), Map.of("a", 2, "b", 1));
        assertThat(measures).isEqualTo(new Measures(1, 1, 1, 1));
    }

    @Test
    void placesAreDiscounted() {
        Measures measures = Measures.of(List.of("x", "a", "y", "b"), Map.of("a", 1, "b", 1, "c", 1));
        double ideal = 1 + 1 / log2(3) + 1 / log2(4);
        assertThat(measures.ndcg10()).isCloseTo((1 / log2(3) + 1 / log2(5)) / ideal, within(1e-12));
        assertThat(measures.recall100()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(measures.map()).isCloseTo((0.5 + 0.5) / 3, within(1e-12));
        assertThat(measures.mrr()).isEqualTo(0.5);
    }

    @Test
    void documentThatComesTwiceCountsOnce() {
        assertThat(Measures.of(List.of("a", "a", "a"), Map.of("a", 1, "b", 1)).map())
                .isEqualTo(0.5);
    }

    @Test
    void chanceIsToldFromDifference() {
        assertThat(PairedTest.p(
                        DoubleStream.iterate(0.1, d -> -d).limit(50).boxed().toList()))
                .isEqualTo(1);
        assertThat(PairedTest.p(Collections.nCopies(50, 0.1))).isLessThan(0.001);
        assertThat(PairedTest.p(List.of(0.1, 0.2))).isBetween(0.4, 0.6);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
