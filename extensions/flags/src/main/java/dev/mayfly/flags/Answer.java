package dev.mayfly.flags;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a flag can answer, made with the flag. Whoever asks for thousands at once gets the same ones again and again, so how one is written is kept
 * with it.
 */
public final class Answer {
    /** What is longer is written anew each time. */
    private static final int KEPT_BYTES_MAX = 1_024;

    private final Resolution resolution;
    private volatile byte @Nullable [] written;

    Answer(Resolution resolution) {
        this.resolution = resolution;
    }

    public Resolution resolution() {
        return resolution;
    }

    /** @param writer always the same one; what it gives is not changed by anybody */
    public byte[] written(Function<Resolution, byte[]> writer) {
        byte[] kept = written;
        if (kept != null) return kept;
        byte[] made = writer.apply(resolution);
        if (made.length <= KEPT_BYTES_MAX) written = made;
        return made;
    }
}
