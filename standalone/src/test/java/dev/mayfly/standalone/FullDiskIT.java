package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start on a full disk says so in one line and leaves nothing. The disk is a file system in memory that only the started process
 * sees, which takes a mount namespace; root and normal users may have one where the kernel lets them.
 */
class FullDiskIT {
    private static final String ON_A_DISK_OF_ITS_OWN = """
            mount -t tmpfs -o "$1" tmpfs "$2" || exit 99
            "$3" dev --no-build --port 0 --data-dir "$2/data"
            code=$?
            find "$2" -mindepth 1 >"$4"
            exit $code
            """;

    @TempDir
    static Path folder;

    private static Path disk;

    private record Refusal(int code, String said, List<String> left) {}

    @BeforeAll
    static void disksOfOurOwn() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        var trial = new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(trial.getInputStream().readAllBytes()).strip();
        if (trial.waitFor() == 0) return;
        System.err.println("FullDiskIT IS SKIPPED: this machine lets nobody mount a disk of their own: " + said);
        Assumptions.abort("no mount namespace: " + said);
    }

    @Test
    void aDiskThatIsFullFromTheStartIsLeftAsItWas() throws Exception {
        var refusal = startOn("size=20m");
        assertThat(refusal.said())
                .isEqualTo("mayfly dev: The disk that holds %s is full: 20 MB are free, Mayfly needs 300 MB to start.\n"
                        .formatted(disk.resolve("data")));
        assertThat(refusal.left()).isEmpty();
    }

    @Test
    void aDiskThatFillsUpWhileProgramsAreUnpackedKeepsNoHalfOfOne() throws Exception {
        var refusal = startOn("size=400m,nr_inodes=60");
        assertThat(refusal.said()).startsWith("mayfly dev: The disk is full (").contains("No space left on device");
        assertThat(refusal.left()).noneMatch(file -> file.contains("/programs/postgres"));
    }

    @Test
    void aDiskThatFillsUpWhileTheDatabaseIsMadeKeepsNoHalfOfOne() throws Exception {
        var refusal = startOn("size=400m,nr_inodes=1800");
        assertThat(refusal.said())
                .startsWith("mayfly dev: The disk that holds %s is full (PostgreSQL: "
                        .formatted(disk.resolve("data/postgres")));
        assertThat(refusal.left())
                .doesNotContain(disk.resolve("data/postgres").toString())
                .noneMatch(file -> file.contains("/postgres.initialising/"));
    }

    private static Refusal startOn(String size) throws IOException, InterruptedException {
        var left = folder.resolve("left");
        var command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", ON_A_DISK_OF_ITS_OWN, "sh"));
        command.addAll(List.of(size, disk.toString(), RunningMayfly.script(), left.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = RunningMayfly.ofMayfly(process.getInputStream().readAllBytes());
        var refusal = new Refusal(process.waitFor(), said, Files.readAllLines(left));
        assertThat(refusal.code()).as(said).isEqualTo(Standalone.REFUSED);
        assertThat(refusal.said().lines()).hasSize(1);
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains(disk.toString())))
                .isEmpty();
        return refusal;
    }
}
