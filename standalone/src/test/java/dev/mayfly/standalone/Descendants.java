package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process started, and what those did. None of it may outlive the process. */
record Descendants(List<ProcessHandle> all) {
    static Descendants of(Process process) {
        var all = process.descendants().toList();
        assertThat(all).isNotEmpty();
        return new Descendants(all);
    }

    void areGoneSoon() throws Exception {
        eventually(() -> all.stream().noneMatch(Descendants::runs));
    }

    /** A zombie that init has not yet collected does not run. */
    private static boolean runs(ProcessHandle process) {
        try {
            Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "exe"));
            return process.isAlive();
        } catch (IOException e) {
            return false;
        }
    }
}
