package dev.mayfly.isolates.worker.crypto;

import dev.mayfly.isolates.guard.Poll;
import java.security.GeneralSecurityException;

/** The JDK hears no cancel, so it gets no more at once than takes it some milliseconds. */
final class Pieces {
    private static final int PIECE = 1 << 20;

    private Pieces() {}

    interface Step {
        void take(byte[] bytes, int offset, int length) throws GeneralSecurityException;
    }

    static void of(byte[] bytes, Step step) throws GeneralSecurityException {
        of(bytes, 0, bytes.length, step);
    }

    static void of(byte[] bytes, int from, int to, Step step) throws GeneralSecurityException {
        for (int at = from; at < to; at += PIECE) {
            Poll.poll();
            step.take(bytes, at, Math.min(PIECE, to - at));
        }
    }
}
