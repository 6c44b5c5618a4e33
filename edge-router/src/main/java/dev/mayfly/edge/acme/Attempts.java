package dev.mayfly.edge.acme;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an authority may be asked next: authorities count what fails, and refuse whoever does not stop. Kept in the folder, so that a router that is started again
 * and again asks no more often, and routers that share it count together.
 */
final class Attempts {
    private static final int DOUBLINGS_MAX = 30;

    private final AcmeFolder folder;
    private final Duration first;
    private final Duration most;

    /**
     * @param first pause after a failure; twice as long with each that follows
     * @param most pause at most
     */
    Attempts(AcmeFolder folder, Duration first, Duration most) {
        this.folder = folder;
        this.first = first;
        this.most = most;
    }

    private record Failures(int inARow, Instant last) {}

    /** Empty: it may be asked now. */
    Optional<Instant> pausedUntil(Instant now) throws IOException {
        Failures failures = failures();
        if (failures.inARow <= 0) return Optional.empty();
        Instant until = failures.last.plus(pause(failures.inARow));
        // Later than any pause lasts: a clock has gone back since.
        return now.isBefore(until) && !until.isAfter(now.plus(most)) ? Optional.of(until) : Optional.empty();
    }

    /** Written before it is known what comes of it: who is killed meanwhile has asked, too. */
    void begin(Instant now) throws IOException {
        folder.failures("%d %d%n".formatted(failures().inARow + 1, now.getEpochSecond()));
    }

    void succeeded() throws IOException {
        folder.failures("0 0\n");
    }

    private Duration pause(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        return doubled.compareTo(most) > 0 ? most : doubled;
    }

    /** What cannot be read counts as one failure just now: when unsure, the authority is left alone. */
    private Failures failures() throws IOException {
        Optional<String> kept = folder.failures();
        if (kept.isEmpty()) return new Failures(0, Instant.EPOCH);
        try {
            String[] parts = kept.get().strip().split(" ", -1);
            return new Failures(Integer.parseInt(parts[0]), Instant.ofEpochSecond(Long.parseLong(parts[1])));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Failures(1, folder.failuresOf());
        }
    }
}
