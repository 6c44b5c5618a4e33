package dev.mayfly.search.live;

import java.util.Objects;
import java.util.stream.Stream;

/** Whether a disk without room is why something failed: the operating system says so in words, and nothing else does. */
final class FullDisk {
    private static final int CAUSES_MAX = 16;

    private FullDisk() {}

    static boolean isWhy(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .flatMap(cause -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())))
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("No space left on device"));
    }
}
