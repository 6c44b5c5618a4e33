package dev.mayfly.memory.recall;

import dev.mayfly.retrieval.embedding.UnitVector;
import java.util.List;
import java.util.Optional;

/** A vector in a quarter of its bytes: eight bits a number, by a unit of its own. Cosines differ in the third place. */
record Quantised(byte[] numbers, float unit) {
    private static final int STEPS = 127;

    static Quantised of(float[] vector) {
        float most = 0;
        for (float number : vector) most = Math.max(most, Math.abs(number));
        if (!(most > 0)) throw new IllegalArgumentException("a vector has a number that is not 0");
        float unit = most / STEPS;
        byte[] numbers = new byte[vector.length];
        for (int i = 0; i < vector.length; i++) numbers[i] = (byte) Math.round(vector[i] / unit);
        return new Quantised(numbers, unit);
    }

    /** The direction between them; none where there are none, or they cancel each other out. */
    static Optional<Quantised> mean(List<Quantised> vectors) {
        float[] sum = sum(vectors);
        return length(sum) == 0 ? Optional.empty() : Optional.of(of(UnitVector.of(sum)));
    }

    /** 0 where there are none, or they cancel each other out. */
    static double lengthOfSum(List<Quantised> vectors) {
        return length(sum(vectors));
    }

    private static float[] sum(List<Quantised> vectors) {
        if (vectors.isEmpty()) return new float[0];
        float[] sum = new float[vectors.getFirst().numbers.length];
        for (Quantised vector : vectors)
            for (int i = 0; i < Math.min(sum.length, vector.numbers.length); i++)
                sum[i] += vector.numbers[i] * vector.unit;
        return sum;
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float number : vector) squares += (double) number * number;
        return Math.sqrt(squares);
    }
}
