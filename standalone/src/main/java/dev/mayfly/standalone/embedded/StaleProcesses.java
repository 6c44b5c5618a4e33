package dev.mayfly.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Servers of an earlier Mayfly that still run in one directory. A process counts when it runs that program and stands in that
 * directory, whatever a pid file says: pids are given again, and a zombie shows no directory.
 */
record StaleProcesses(String program, Path directory) {
    private static final Duration POLL = Duration.ofMillis(10);

    List<ProcessHandle> running() throws IOException {
        var home = directory.toRealPath();
        return ProcessHandle.allProcesses()
                .filter(p -> link(p, "cwd").filter(home::equals).isPresent())
                .filter(p -> link(p, "exe").filter(exe -> exe.endsWith(program)).isPresent())
                .toList();
    }

    /** Asks the given ones to end, waits for all, and kills those that have not ended in time. */
    void stop(List<ProcessHandle> asked, Signal signal, Duration wait) throws IOException {
        asked.forEach(signal::send);
        if (goneWithin(wait)) return;
        running().forEach(Signal.KILL::send);
        if (!goneWithin(wait))
            throw new IOException("a " + program + " of an earlier start does not end: " + running());
    }

    private boolean goneWithin(Duration wait) throws IOException {
        var deadline = Instant.now().plus(wait);
        while (!running().isEmpty()) {
            if (Instant.now().isAfter(deadline)) return false;
            pause();
        }
        return true;
    }

    static void pause() throws IOException {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a server", e);
        }
    }

    private static Optional<Path> link(ProcessHandle process, String name) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), name)));
        } catch (IOException e) {
            return Optional.empty(); // gone, a zombie, or somebody else's
        }
    }
}
