package dev.mayfly.control.temporary;

import dev.mayfly.bindings.problem.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A chain of SHA-256 that must be computed link by link: it begins with the hash of the seed, and after each segment of so many
 * steps a checkpoint is noted. A few segments, chosen when the work is shown, are computed again: who left out a tenth of the work
 * comes through once in five times, who left out half of it never.
 */
final class ProofOfWork {
    static final int HASH_BYTES = 32;
    private static final int SPOTS = 16;

    private ProofOfWork() {}

    /** How much work it is: {@code segments} times {@code steps} hashes. Checking takes 16 times {@code steps}. */
    record Size(int segments, int steps) {
        private static final int SEGMENTS_MAX = 8_000;
        private static final int STEPS_MAX = 8_000;

        Size {
            if (segments < 1 || segments > SEGMENTS_MAX || steps < 1 || steps > STEPS_MAX)
                throw new IllegalArgumentException("work has 1 to %d segments of 1 to %d steps, not %d of %d"
                        .formatted(SEGMENTS_MAX, STEPS_MAX, segments, steps));
        }
    }

    /** All checkpoints, the first and the last included: what a solver sends. */
    static byte[] solve(byte[] seed, Size size) {
        byte[] checkpoints = new byte[(size.segments + 1) * HASH_BYTES];
        MessageDigest sha = sha256();
        byte[] link = sha.digest(seed);
        System.arraycopy(link, 0, checkpoints, 0, HASH_BYTES);
        for (int segment = 1; segment <= size.segments; segment++) {
            link = chained(sha, link, size.steps);
            System.arraycopy(link, 0, checkpoints, segment * HASH_BYTES, HASH_BYTES);
        }
        return checkpoints;
    }

    /** Fails with {@link Problem.Invalid} when the work was not done. */
    static void check(byte[] seed, Size size, byte[] checkpoints, SecureRandom random) {
        if (checkpoints.length != (size.segments + 1) * HASH_BYTES)
            throw wrong("it has %d bytes, right are %d (a checkpoint of %d before each segment and behind the last)"
                    .formatted(checkpoints.length, (size.segments + 1) * HASH_BYTES, HASH_BYTES));
        MessageDigest sha = sha256();
        if (!Arrays.equals(checkpoint(checkpoints, 0), sha.digest(seed)))
            throw wrong("the first checkpoint is not the hash of the seed");
        int spots = Math.min(SPOTS, size.segments);
        for (int spot = 0; spot < spots; spot++) {
            int segment = spots == size.segments ? spot : random.nextInt(size.segments);
            byte[] end = chained(sha, checkpoint(checkpoints, segment), size.steps);
            if (!Arrays.equals(end, checkpoint(checkpoints, segment + 1)))
                throw wrong("segment %d does not lead to its end".formatted(segment));
        }
    }

    private static byte[] checkpoint(byte[] checkpoints, int number) {
        return Arrays.copyOfRange(checkpoints, number * HASH_BYTES, (number + 1) * HASH_BYTES);
    }

    private static byte[] chained(MessageDigest sha, byte[] from, int steps) {
        byte[] link = from;
        for (int i = 0; i < steps; i++) link = sha.digest(link);
        return link;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Problem wrong(String why) {
        return new Problem.Invalid("work-not-done", "the challenge is not solved: " + why);
    }
}
