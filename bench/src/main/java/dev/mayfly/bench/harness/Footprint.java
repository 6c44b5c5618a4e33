package dev.mayfly.bench.harness;

import java.util.Locale;

/**
 * What all processes of a server take, PostgreSQL and Redis included.
 *
 * @param proportional resident memory with shared pages counted once ({@code Pss}); {@code resident} counts them in each process
 * @param mainThreads of the process of the services; {@code workerThreads} of the worker that has most
 */
public record Footprint(
        long resident, long proportional, double cpuSeconds, int workers, int mainThreads, int workerThreads) {
    public static Footprint of(Server server) {
        ProcessTree all = new ProcessTree(server.process());
        return new Footprint(
                all.residentBytes(),
                all.proportionalBytes(),
                all.cpuSeconds(),
                all.workers().size(),
                ProcessTree.threads(server.process()),
                all.workers().stream().mapToInt(ProcessTree::threads).max().orElse(0));
    }

    public String line() {
        return String.format(
                Locale.ROOT,
                "%.0f MB resident (%.0f MB with shared pages counted once), %d workers, threads: %d of the services, at most %d of a worker",
                resident / 1e6,
                proportional / 1e6,
                workers,
                mainThreads,
                workerThreads);
    }
}
