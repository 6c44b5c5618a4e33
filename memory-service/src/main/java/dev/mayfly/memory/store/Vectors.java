package dev.mayfly.memory.store;

import java.nio.ByteBuffer;

/**
 * Vectors as numbers of 16 bits (IEEE 754 binary16): half of what there is to read when a profile is opened, and three digits are more than a cosine
 * needs.
 */
final class Vectors {
    private Vectors() {}

    static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Short.BYTES);
        for (float number : vector) bytes.putShort(Float.floatToFloat16(number));
        return bytes.array();
    }

    static float[] of(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        float[] vector = new float[stored.length / Short.BYTES];
        for (int i = 0; i < vector.length; i++) vector[i] = Float.float16ToFloat(bytes.getShort());
        return vector;
    }
}
