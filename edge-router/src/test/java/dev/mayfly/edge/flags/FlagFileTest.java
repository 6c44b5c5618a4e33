package dev.mayfly.edge.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlagFileTest {
    @TempDir
    Path folder;

    @Test
    void fileIsToldOnceAndAgainWhenItIsWrittenOrGoneAndBack() throws Exception {
        Path path = folder.resolve("flags.json");
        FlagFile file = new FlagFile(path);
        assertThat(file.changed()).isEmpty();
        Files.writeString(path, "one");
        assertThat(file.changed()).hasValue("one");
        assertThat(file.changed()).isEmpty();
        Files.writeString(path, "three");
        assertThat(file.changed()).hasValue("three");
        Files.delete(path);
        assertThat(file.changed()).isEmpty();
        Files.writeString(path, "fourth");
        assertThat(file.changed()).hasValue("fourth");
    }

    /** As a kubelet does it: the link {@code ..data} is exchanged for another, and times and sizes may be the same. */
    @Test
    void folderThatIsExchangedByItsLinkIsNoticed() throws Exception {
        for (String version : new String[] {"..1", "..2"}) {
            Files.createDirectory(folder.resolve(version));
            Files.writeString(folder.resolve(version + "/flags.json"), version);
        }
        Files.setLastModifiedTime(
                folder.resolve("..2/flags.json"), Files.getLastModifiedTime(folder.resolve("..1/flags.json")));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("flags.json"), Path.of("..data/flags.json"));
        FlagFile file = new FlagFile(folder.resolve("flags.json"));
        assertThat(file.changed()).hasValue("..1");
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
        Files.move(
                folder.resolve("..data_tmp"),
                folder.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(file.changed()).hasValue("..2");
        assertThat(file.changed()).isEmpty();
    }
}
