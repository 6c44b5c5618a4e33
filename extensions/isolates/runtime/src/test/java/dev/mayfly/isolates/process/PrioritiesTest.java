package dev.mayfly.isolates.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrioritiesTest {
    private static final int WARM = 7;

    @Test
    void theNiceValueStandsBehindANameThatMayHoldAnything() {
        assertThat(Priorities.nice("12 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 20 19 1 0"))
                .isEqualTo(19);
    }

    /** The shell starts low and makes a child that chose to be lower still. */
    @Test
    void whatWasStartedLowIsRaisedAndWhoChoseToBeLowerStaysThere() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "only Linux tells priorities this way");
        assumeTrue(Priorities.canBeRaised(), "this user may raise priorities");
        var process = new ProcessBuilder(
                        "nice", "-n", Integer.toString(WARM), "sh", "-c", "nice -n 12 sleep 60 & echo $!; wait")
                .start();
        try {
            String child = process.inputReader().readLine();
            while (niceOf(child) != 19) Thread.onSpinWait();
            assertThat(niceOf(Long.toString(process.pid()))).isEqualTo(WARM);
            assertThat(Priorities.raise(process.toHandle(), WARM)).isTrue();
            assertThat(List.of(niceOf(Long.toString(process.pid())), niceOf(child)))
                    .containsExactly(0, 19);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static int niceOf(String pid) throws Exception {
        return Priorities.nice(Files.readString(Path.of("/proc", pid, "stat")));
    }
}
