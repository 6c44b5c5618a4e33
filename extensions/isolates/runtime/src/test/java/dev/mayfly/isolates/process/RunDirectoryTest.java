package dev.mayfly.isolates.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void itIsPrivateAndGoesAway() throws Exception {
        Path path;
        try (RunDirectory directory = RunDirectory.make(parent, "rwx------")) {
            path = directory.path();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
            Path folder = directory.folder(1, Optional.empty());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            Files.createFile(folder.resolve("s"));
            directory.remove(1);
            assertThat(folder).doesNotExist();
            directory.folder(2, Optional.empty());
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void whatAKilledHostLeftIsRemovedAndALivingOnesIsNot() throws Exception {
        Path dead = Files.createDirectories(parent.resolve("mayfly-w-2147483646-1/3"));
        Path living = Files.createDirectories(
                parent.resolve("mayfly-w-" + ProcessHandle.current().pid() + "-1"));
        Path foreign = Files.createDirectories(parent.resolve("mayfly-w-other"));
        RunDirectory.make(parent, "rwx------").close();
        assertThat(dead.getParent()).doesNotExist();
        assertThat(living).exists();
        assertThat(foreign).exists();
    }

    @Test
    void aPathTooLongForSocketsIsRefused() throws Exception {
        Path deep = Files.createDirectories(parent.resolve("x".repeat(80)));
        assertThatThrownBy(() -> RunDirectory.make(deep, "rwx------"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mayfly.isolates.socket-dir");
        assertThat(deep).isEmptyDirectory();
    }
}
