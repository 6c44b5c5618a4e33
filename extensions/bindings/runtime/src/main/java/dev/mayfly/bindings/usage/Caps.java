package dev.mayfly.bindings.usage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account may use on a day (UTC). What is empty has no bound. */
public record Caps(
        Optional<Long> requestsPerDay,
        Optional<Long> cpuMsPerDay,
        Optional<Long> allocatedBytesPerDay,
        Optional<Long> egressBytesPerDay,
        Optional<Long> subrequestsPerDay) {
    public static final Caps NONE =
            new Caps(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final long MICROS = 1_000;

    /** Of one cap, in its own unit. @param name in kebab case, as in the code of the problem */
    public record Level(String name, long used, long allowed) {
        public boolean isReached() {
            return used >= allowed;
        }

        /** Whole percents that are used; 100 where nothing is allowed. */
        public long percent() {
            return allowed == 0 ? 100 : (long) (100.0 * used / allowed);
        }
    }

    public boolean bindNothing() {
        return equals(NONE);
    }

    /** How far each cap is used. */
    public List<Level> levels(Amounts used) {
        return Stream.of(
                        level("requests-per-day", used.requests(), requestsPerDay),
                        level("cpu-ms-per-day", used.cpuMicros() / MICROS, cpuMsPerDay),
                        level("allocated-bytes-per-day", used.allocatedBytes(), allocatedBytesPerDay),
                        level("egress-bytes-per-day", used.egressBytes(), egressBytesPerDay),
                        level("subrequests-per-day", used.subrequests(), subrequestsPerDay))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Level> level(String name, long used, Optional<Long> allowed) {
        return allowed.map(most -> new Level(name, used, most));
    }
}
