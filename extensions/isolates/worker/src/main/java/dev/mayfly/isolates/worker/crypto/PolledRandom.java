package dev.mayfly.isolates.worker.crypto;

import dev.mayfly.isolates.guard.Poll;
import java.security.SecureRandom;

/**
 * Randomness that hears a cancel. A search for primes asks for some before each test of a candidate, so that a guest that makes an RSA key
 * can be ended within one such test.
 */
final class PolledRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private static final SecureRandom SOURCE = new SecureRandom();

    @Override
    public void nextBytes(byte[] bytes) {
        Poll.poll();
        SOURCE.nextBytes(bytes);
    }
}
