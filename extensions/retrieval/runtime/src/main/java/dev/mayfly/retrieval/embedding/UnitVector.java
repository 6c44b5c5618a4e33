package dev.mayfly.retrieval.embedding;

/** Vectors of length one: their dot product is their cosine. */
public final class UnitVector {
    private UnitVector() {}

    /** The same direction; fails where there is none. */
    public static float[] of(float[] vector) {
        double squares = 0;
        for (float part : vector) squares += (double) part * part;
        if (squares == 0 || !Double.isFinite(squares))
            throw new IllegalArgumentException("a vector of zeros, or with numbers that are none, has no direction");
        float[] unit = new float[vector.length];
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) unit[i] = (float) (vector[i] / length);
        return unit;
    }
}
