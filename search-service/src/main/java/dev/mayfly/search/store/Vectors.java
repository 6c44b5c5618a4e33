package dev.mayfly.search.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Vectors as bytes: how many numbers each has, then the numbers of all. */
public final class Vectors {
    private Vectors() {}

    static byte[] bytes(List<float[]> vectors) {
        if (vectors.isEmpty()) return new byte[0];
        int dimensions = vectors.getFirst().length;
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + vectors.size() * dimensions * Float.BYTES)
                .putInt(dimensions);
        for (float[] vector : vectors) for (float number : vector) bytes.putFloat(number);
        return bytes.array();
    }

    public static List<float[]> of(byte[] stored) {
        List<float[]> vectors = new ArrayList<>();
        if (stored.length == 0) return vectors;
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        int dimensions = bytes.getInt();
        while (bytes.hasRemaining()) {
            float[] vector = new float[dimensions];
            bytes.asFloatBuffer().get(vector);
            bytes.position(bytes.position() + dimensions * Float.BYTES);
            vectors.add(vector);
        }
        return vectors;
    }
}
