package dev.mayfly.memory.recall;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.util.VectorUtil;

/** Vectors of all entries in one piece of memory, since every question is held against all of them: most of the time goes into waiting for memory. */
final class Vectors {
    private static final int BYTES_EACH = Integer.BYTES + Float.BYTES;

    private final byte[] numbers;
    /** Where that of each entry begins; one more than there are entries. */
    private final int[] from;

    private final float[] units;

    private Vectors(byte[] numbers, int[] from, float[] units) {
        this.numbers = numbers;
        this.from = from;
        this.units = units;
    }

    static Vectors of(List<Optional<Quantised>> vectors) {
        int[] from = new int[vectors.size() + 1];
        float[] units = new float[vectors.size()];
        for (int i = 0; i < units.length; i++)
            from[i + 1] = Math.addExact(
                    from[i],
                    vectors.get(i).map(vector -> vector.numbers().length).orElse(0));
        byte[] numbers = new byte[from[units.length]];
        for (int i = 0; i < units.length; i++) {
            if (vectors.get(i).isEmpty()) continue;
            Quantised vector = vectors.get(i).get();
            System.arraycopy(vector.numbers(), 0, numbers, from[i], vector.numbers().length);
            units[i] = vector.unit();
        }
        return new Vectors(numbers, from, units);
    }

    Optional<Quantised> at(int entry) {
        return from[entry] == from[entry + 1]
                ? Optional.empty()
                : Optional.of(new Quantised(Arrays.copyOfRange(numbers, from[entry], from[entry + 1]), units[entry]));
    }

    /** Of all that are eligible; no number where an entry has no vector, 0 where it has one of another model. */
    float[] cosines(Quantised to, boolean[] eligible) {
        float[] cosines = new float[units.length];
        byte[] one = new byte[to.numbers().length];
        for (int i = 0; i < cosines.length; i++) {
            if (!eligible[i]) continue;
            int length = from[i + 1] - from[i];
            if (length == 0) cosines[i] = Float.NaN;
            else if (length == one.length) {
                System.arraycopy(numbers, from[i], one, 0, length);
                cosines[i] = VectorUtil.dotProduct(to.numbers(), one) * to.unit() * units[i];
            }
        }
        return cosines;
    }

    long bytes() {
        return numbers.length + (long) BYTES_EACH * units.length;
    }
}
