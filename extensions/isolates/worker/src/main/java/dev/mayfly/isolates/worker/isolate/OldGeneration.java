package dev.mayfly.isolates.worker.isolate;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Optional;

/** The part of the worker's memory where what lives long collects, garbage of a while included. */
final class OldGeneration {
    private static final Optional<MemoryPoolMXBean> POOL = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(pool -> pool.getName().contains("Old") || pool.getName().contains("Tenured"))
            .findFirst();

    private OldGeneration() {}

    /** Whether more than half of it is used; true where this cannot be known. */
    static boolean filling() {
        return POOL.map(MemoryPoolMXBean::getUsage)
                .map(usage -> usage.getUsed() > usage.getMax() / 2)
                .orElse(true);
    }
}
