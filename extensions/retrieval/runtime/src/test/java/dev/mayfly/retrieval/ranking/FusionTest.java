package dev.mayfly.retrieval.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mayfly.retrieval.ranking.Fusion.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final double NONE = Double.NaN;

    @Test
    void convexIsTheWeightedMeanOfWhatWasNormalised() {
        var scores = new Fusion.Convex(new Weights(1, 3)).fuse(new double[] {10, 5, 0}, new double[] {0.2, 0.8, 0.5});
        assertThat(values(scores))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
                .containsExactly(0.25, 0.875, 0.375);
    }

    @Test
    void whoHasNoneOfTheWordsHasTheirWorstScore() {
        var scores = new Fusion.Convex(new Weights(1, 1)).fuse(new double[] {4, NONE, 2}, new double[] {0, 1, NONE});
        assertThat(values(scores)).containsExactly(0.5, 0.5, 0.0);
    }

    @Test
    void oneScoreForAllIsTheBest() {
        var scores = new Fusion.Convex(new Weights(1, 1)).fuse(new double[] {NONE, NONE}, new double[] {0.3, 0.3});
        assertThat(values(scores)).containsExactly(0.5, 0.5);
    }

    @Test
    void ranksCountInverselyAndTheFirstInBothIsOne() {
        var fusion = new Fusion.ReciprocalRank(new Weights(1, 1), 60);
        var scores = fusion.fuse(new double[] {9, 8, NONE}, new double[] {0.9, 0.1, 0.5});
        assertThat(scores.get(0).value()).isEqualTo(1);
        assertThat(scores.get(1).value()).isCloseTo(0.5 * 61 / 62 + 0.5 * 61 / 63, within(1e-12));
        assertThat(scores.get(2).value()).isCloseTo(0.5 * 61 / 62, within(1e-12));
    }

    @Test
    void explanationAddsUp() {
        for (Fusion fusion : List.of(Fusion.DEFAULT, new Fusion.ReciprocalRank(new Weights(2, 1), 10)))
            for (Explanation score : fusion.fuse(new double[] {3, 1, NONE}, new double[] {0.1, NONE, 0.4}))
                assertThat(score.parts().stream()
                                .mapToDouble(Explanation::value)
                                .sum())
                        .isCloseTo(score.value(), within(1e-12));
    }

    @Test
    void weightsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Weights(0, 0)).hasMessageContaining("not both 0");
        assertThatThrownBy(() -> new Weights(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Weights(NONE, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fusion.ReciprocalRank(new Weights(1, 1), 0))
                .hasMessageContaining("between 1 and 1000");
    }

    private static List<Double> values(List<Explanation> scores) {
        return scores.stream().map(Explanation::value).toList();
    }
}
