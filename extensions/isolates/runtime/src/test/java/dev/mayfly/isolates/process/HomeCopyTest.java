package dev.mayfly.isolates.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeCopyTest {
    @TempDir
    Path folder;

    @Test
    void aHomeThatNobodyMayReadIsCopiedWithItsTimes() throws Exception {
        Path home = Files.createDirectories(folder.resolve("private/home/lib"));
        Path jar = Files.writeString(home.resolve("a.jar"), "jar");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(folder.resolve("private"), PosixFilePermissions.fromString("rwx------"));

        Path copy = HomeCopy.readable(folder.resolve("private/home"), folder);

        assertThat(copy).isEqualTo(folder.resolve("home"));
        Path copied = copy.resolve("lib/a.jar");
        assertThat(copied).hasContent("jar");
        assertThat(Files.getLastModifiedTime(copied).toMillis()).isEqualTo(1_000_000);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copied)))
                .isEqualTo("rw-r--r--");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("lib"))))
                .isEqualTo("rwxr--r-x");
    }

    @Test
    void aHomeThatEverybodyReadsStaysWhereItIs() throws Exception {
        Path home = Path.of(System.getProperty("java.home"), "conf");
        assertThat(HomeCopy.readable(home, folder)).isEqualTo(home);
    }
}
