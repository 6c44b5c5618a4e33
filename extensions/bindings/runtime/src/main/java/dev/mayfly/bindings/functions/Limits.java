package dev.mayfly.bindings.functions;

import dev.mayfly.bindings.problem.Problem;
import java.util.Optional;

/**
 * How much one invocation may use. Every number has a default and a maximum ({@link #DEFAULT}, {@link #MAX}).
 *
 * @param cpuMs CPU time of the guest, in ms
 * @param wallMs time without any progress of input or output, in ms
 * @param heapBytes what it may hold in memory at a time
 * @param allocatedBytes what it may allocate in all
 * @param bufferedBodyBytes the largest body that it may read as a whole; as text at most 32 MB; streamed bodies have no limit
 * @param logBytes what it may write to the console
 * @param subrequests calls of fetch and of bindings
 * @param openStreams bodies under way at a time
 */
public record Limits(
        long cpuMs,
        long wallMs,
        long heapBytes,
        long allocatedBytes,
        int bufferedBodyBytes,
        int logBytes,
        int subrequests,
        int openStreams) {
    private static final long MB = 1L << 20;

    public static final Limits DEFAULT =
            new Limits(1_000, 60_000, 64 * MB, 4096 * MB, (int) (10 * MB), 64 << 10, 50, 100);
    public static final Limits MAX =
            new Limits(300_000, 3_600_000, 256 * MB, Long.MAX_VALUE, (int) (100 * MB), (int) MB, 1_000, 1_000);

    public Limits {
        check("cpuMs", cpuMs, 300_000);
        check("wallMs", wallMs, 3_600_000);
        check("heapBytes", heapBytes, 256 * MB);
        check("allocatedBytes", allocatedBytes, Long.MAX_VALUE);
        check("bufferedBodyBytes", bufferedBodyBytes, 100 * MB);
        check("logBytes", logBytes, MB);
        check("subrequests", subrequests, 1_000);
        check("openStreams", openStreams, 1_000);
    }

    private static void check(String name, long value, long max) {
        if (value < 1 || value > max)
            throw new Problem.Invalid(
                    "invalid-limit", "limits.%s is %d; it must lie between 1 and %d".formatted(name, value, max));
    }

    /** The limits that a deployment asks for; what it leaves out has its default. */
    public record Asked(
            Optional<Long> cpuMs,
            Optional<Long> wallMs,
            Optional<Long> heapBytes,
            Optional<Long> allocatedBytes,
            Optional<Integer> bufferedBodyBytes,
            Optional<Integer> logBytes,
            Optional<Integer> subrequests,
            Optional<Integer> openStreams) {
        public static final Asked NOTHING = new Asked(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        public Limits orDefaults() {
            return new Limits(
                    cpuMs.orElse(DEFAULT.cpuMs()),
                    wallMs.orElse(DEFAULT.wallMs()),
                    heapBytes.orElse(DEFAULT.heapBytes()),
                    allocatedBytes.orElse(DEFAULT.allocatedBytes()),
                    bufferedBodyBytes.orElse(DEFAULT.bufferedBodyBytes()),
                    logBytes.orElse(DEFAULT.logBytes()),
                    subrequests.orElse(DEFAULT.subrequests()),
                    openStreams.orElse(DEFAULT.openStreams()));
        }
    }
}
