package dev.mayfly.edge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {
    private static final String TOKEN = "token-of-the-platform";
    private static final byte[] CONTENT = "a secret of a function ".repeat(100).getBytes(UTF_8);

    @TempDir
    Path parent;

    @Test
    void whatWasWrittenIsReadAndNothingOfItStandsThere() throws IOException {
        try (KeptFiles files = open(TOKEN)) {
            files.write("index", CONTENT, true);
            assertThat(files.read("index"))
                    .hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
            assertThat(files.read("other")).isEmpty();
            assertThat(new String(Files.readAllBytes(file("index")), UTF_8)).doesNotContain("secret");
        }
        try (KeptFiles again = open(TOKEN)) {
            assertThat(again.read("index")).isPresent();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("index"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void equalContentsAreNotToldByTheirFiles() throws IOException {
        try (KeptFiles files = open(TOKEN)) {
            files.write("a", CONTENT, false);
            files.write("b", CONTENT, false);
        }
        assertThat(Files.readAllBytes(file("a"))).isNotEqualTo(Files.readAllBytes(file("b")));
    }

    @Test
    void whatWasTouchedIsNotRead() throws IOException {
        try (KeptFiles files = open(TOKEN)) {
            files.write("a", CONTENT, false);
            files.write("b", CONTENT, false);
            byte[] sealed = Files.readAllBytes(file("a"));
            for (int at : new int[] {0, 5, 20, sealed.length - 1}) {
                byte[] changed = sealed.clone();
                changed[at] ^= 1;
                Files.write(file("a"), changed);
                assertThatThrownBy(() -> files.read("a")).as("byte %d", at).isInstanceOf(IOException.class);
            }
            for (int length : new int[] {0, 10, 16, sealed.length - 1}) {
                Files.write(file("a"), sealed);
                try (var channel = Files.newByteChannel(file("a"), StandardOpenOption.WRITE)) {
                    channel.truncate(length);
                }
                assertThatThrownBy(() -> files.read("a"))
                        .as("of length %d", length)
                        .isInstanceOf(IOException.class);
            }
            Files.copy(file("b"), file("a"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> files.read("a")).hasMessageContaining("was changed");
        }
    }

    @Test
    void anotherTokenReadsNothing() throws IOException {
        try (KeptFiles files = open(TOKEN)) {
            files.write("index", CONTENT, true);
        }
        try (KeptFiles others = open("another-token-than-that")) {
            assertThatThrownBy(() -> others.read("index")).hasMessageContaining("another platform token");
        }
    }

    @Test
    void onlyOneHasAFolder() throws IOException {
        try (KeptFiles files = open(TOKEN)) {
            assertThat(files.has("index")).isFalse();
            assertThatThrownBy(() -> open(TOKEN)).hasMessageContaining("another router has");
        }
        open(TOKEN).close();
    }

    @Test
    void retainedAreThoseThatAreNamedAlone() throws IOException {
        try (KeptFiles files = open(TOKEN)) {
            for (String name : new String[] {"index", "old", "used"}) files.write(name, CONTENT, false);
            Files.createFile(file("broken-off.part"));
            Files.createFile(file("used.part"));
            files.retain(Set.of("index", "used"));
            try (Stream<Path> left = Files.list(folder())) {
                assertThat(left.map(path -> folder().relativize(path).toString()))
                        .containsExactlyInAnyOrder("index", "used", "used.part", "lock");
            }
        }
    }

    private KeptFiles open(String token) throws IOException {
        return KeptFiles.in(folder(), token);
    }

    private Path folder() {
        return parent.resolve("kept");
    }

    private Path file(String name) {
        return folder().resolve(name);
    }
}
