package dev.mayfly.memory.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The vectors of one memory, of its content and of its context, as numbers of 16 bits (IEEE 754 binary16): half of what there is to read when a profile
 * is opened, and three digits are more than a cosine needs.
 */
record Vectors(Optional<float[]> content, Optional<float[]> context) {
    static final Vectors NONE = new Vectors(Optional.empty(), Optional.empty());

    byte[] bytes() {
        int numbers = length(content) + length(context);
        ByteBuffer bytes = ByteBuffer.allocate(2 * Short.BYTES + numbers * Short.BYTES);
        put(bytes, content);
        put(bytes, context);
        return bytes.array();
    }

    private static int length(Optional<float[]> vector) {
        return vector.map(numbers -> numbers.length).orElse(0);
    }

    private static void put(ByteBuffer bytes, Optional<float[]> vector) {
        bytes.putShort((short) length(vector));
        vector.ifPresent(numbers -> {
            for (float number : numbers) bytes.putShort(Float.floatToFloat16(number));
        });
    }

    static Vectors of(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        return new Vectors(take(bytes), take(bytes));
    }

    private static Optional<float[]> take(ByteBuffer bytes) {
        float[] vector = new float[bytes.getShort()];
        for (int i = 0; i < vector.length; i++) vector[i] = Float.float16ToFloat(bytes.getShort());
        return vector.length == 0 ? Optional.empty() : Optional.of(vector);
    }
}
