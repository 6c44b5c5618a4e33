package dev.mayfly.bindings.usage;

/**
 * What was used.
 *
 * @param requests invocations that began
 * @param cpuMicros CPU time of guests, in microseconds
 * @param allocatedBytes all that guests allocated
 * @param egressBytes bodies of answers to clients and of what functions fetched with
 * @param subrequests calls of fetch and of bindings
 */
public record Amounts(long requests, long cpuMicros, long allocatedBytes, long egressBytes, long subrequests) {
    public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0);

    public Amounts {
        if (requests < 0 || cpuMicros < 0 || allocatedBytes < 0 || egressBytes < 0 || subrequests < 0)
            throw new IllegalArgumentException("nothing is used less than not at all");
    }

    public Amounts plus(Amounts other) {
        return new Amounts(
                requests + other.requests,
                cpuMicros + other.cpuMicros,
                allocatedBytes + other.allocatedBytes,
                egressBytes + other.egressBytes,
                subrequests + other.subrequests);
    }
}
