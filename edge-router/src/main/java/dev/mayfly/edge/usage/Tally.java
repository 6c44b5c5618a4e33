package dev.mayfly.edge.usage;

import dev.mayfly.bindings.usage.Amounts;

/** Amounts that grow; whoever has it, guards it. */
final class Tally {
    private long requests;
    private long cpuNs;
    private long allocatedBytes;
    private long egressBytes;
    private long subrequests;

    void began() {
        requests++;
    }

    void used(long cpu, long allocated, long egress, long calls) {
        cpuNs += cpu;
        allocatedBytes += allocated;
        egressBytes += egress;
        subrequests += calls;
    }

    void add(Tally other) {
        requests += other.requests;
        used(other.cpuNs, other.allocatedBytes, other.egressBytes, other.subrequests);
    }

    /** Of CPU, microseconds that are not whole stay for the next. */
    Amounts take() {
        Amounts taken = amounts();
        requests = 0;
        cpuNs %= 1_000;
        allocatedBytes = 0;
        egressBytes = 0;
        subrequests = 0;
        return taken;
    }

    Amounts amounts() {
        return new Amounts(requests, cpuNs / 1_000, allocatedBytes, egressBytes, subrequests);
    }
}
