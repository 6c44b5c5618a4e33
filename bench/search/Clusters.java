import java.util.Random;

/**
 * Documents without end, the same for the same seed: twelve words each, few of them common and many rare, and a vector near one of a thousand centres, as texts of
 * a thousand subjects have.
 */
final class Clusters {
    private static final int CENTRES = 1_000;
    private static final int VOCABULARY = 50_000;
    private static final int WORDS = 12;
    private static final double SPREAD = 0.6;

    private final long seed;
    private final int dimensions;
    private final float[][] centres = new float[CENTRES][];

    Clusters(long seed, int dimensions) {
        this.seed = seed;
        this.dimensions = dimensions;
        for (int i = 0; i < CENTRES; i++) centres[i] = direction(new Random(seed + i));
    }

    /** Of document n; queries have numbers below 0. */
    float[] vector(long n) {
        Random random = new Random(seed * 31 + n * 7919);
        float[] centre = centres[random.nextInt(CENTRES)];
        float[] around = direction(random);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++)
            vector[i] = Math.round(1000 * (centre[i] + SPREAD * around[i])) / 1000f;
        return vector;
    }

    private float[] direction(Random random) {
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) vector[i] /= (float) Math.sqrt(squares);
        return vector;
    }

    String text(long n, int words) {
        Random random = new Random(seed * 17 + n * 104_729);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) text.append(i == 0 ? "" : " ").append(word(random));
        return text.toString();
    }

    String text(long n) {
        return text(n, WORDS);
    }

    /** The nth commonest word stands about 1/n as often as the commonest. */
    private static String word(Random random) {
        int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
        return "w" + Integer.toString(rank, 36);
    }

    static double cosine(float[] left, float[] right) {
        double dot = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int i = 0; i < left.length; i++) {
            dot += left[i] * right[i];
            leftSquares += left[i] * left[i];
            rightSquares += right[i] * right[i];
        }
        return dot / Math.sqrt(leftSquares * rightSquares);
    }
}
