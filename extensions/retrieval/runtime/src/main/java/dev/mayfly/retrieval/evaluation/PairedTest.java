package dev.mayfly.retrieval.evaluation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Whether two rankings of the same queries differ by more than chance: Fisher's randomisation test. The signs of the differences are drawn anew, and
 * it is counted how often the mean comes out as far from nothing as it is.
 */
public final class PairedTest {
    private static final int DRAWS = 10_000;
    private static final long SEED = 20_261_128;

    private PairedTest() {}

    /** Two-sided; the same differences always give the same answer. */
    public static double p(List<Double> differences) {
        double seen = Math.abs(sum(differences));
        if (differences.isEmpty() || seen == 0) return 1;
        SplittableRandom random = new SplittableRandom(SEED);
        int asFar = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (double difference : differences) sum += random.nextBoolean() ? difference : -difference;
            if (Math.abs(sum) >= seen - 1e-12) asFar++;
        }
        return (asFar + 1.0) / (DRAWS + 1.0);
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
