package dev.mayfly.isolates.worker.seal;

import java.util.List;
import java.util.Optional;

/** A processor that filters are written for: each numbers its system calls in its own way. */
public enum Architecture {
    /** Also has a second set of numbers (x32), from 2^30 on. */
    AMD64("amd64", 0xC000003E),
    AARCH64("aarch64", 0xC00000B7);

    private final String javaName;
    private final int audit;

    Architecture(String javaName, int audit) {
        this.javaName = javaName;
        this.audit = audit;
    }

    /** That of this machine, where there are filters for it. */
    public static Optional<Architecture> here() {
        return List.of(values()).stream()
                .filter(a -> a.javaName.equals(System.getProperty("os.arch")))
                .findFirst();
    }

    /** As the property {@code os.arch} names it. */
    public String javaName() {
        return javaName;
    }

    /** As the kernel names it to a filter. */
    int audit() {
        return audit;
    }
}
