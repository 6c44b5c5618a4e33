package dev.mayfly.memory.store;

import java.time.Instant;
import java.util.UUID;

/** ULIDs: what was made later sorts later, from one process also within a millisecond. */
public final class Ids {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_LETTERS = 10;
    private static final int RANDOM_LETTERS = 16;

    private static long lastMs;
    private static final int[] LAST = new int[RANDOM_LETTERS];

    private Ids() {}

    public static synchronized String next() {
        long now = Math.max(lastMs, Instant.now().toEpochMilli());
        if (now == lastMs) increment();
        else begin(UUID.randomUUID());
        lastMs = now;
        StringBuilder id = new StringBuilder(TIME_LETTERS + RANDOM_LETTERS);
        for (int i = TIME_LETTERS - 1; i >= 0; i--) id.append(ALPHABET.charAt((int) (now >>> 5 * i & 31)));
        for (int letter : LAST) id.append(ALPHABET.charAt(letter));
        return id.toString();
    }

    /** The first letter begins low, so that counting up has room. */
    private static void begin(UUID random) {
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            long half = i < RANDOM_LETTERS / 2 ? random.getLeastSignificantBits() : random.getMostSignificantBits();
            LAST[i] = (int) (half >>> 5 * (i % (RANDOM_LETTERS / 2)) & (i == 0 ? 15 : 31));
        }
    }

    private static void increment() {
        for (int i = RANDOM_LETTERS - 1; i >= 0; i--) {
            LAST[i] = (LAST[i] + 1) % 32;
            if (LAST[i] != 0) return;
        }
    }
}
