package dev.mayfly.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    Path folder;

    private Sources before;

    @BeforeEach
    void aProject() throws IOException {
        write("src/index.js", "1");
        write("wrangler.jsonc", "{}");
        before = look();
    }

    @Test
    void nothingChangedLooksTheSame() {
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void changesAreSeen() throws IOException {
        write("src/index.js", "12");
        Sources longer = look();
        assertThat(longer).isNotEqualTo(before);
        Files.setLastModifiedTime(folder.resolve("src/index.js"), FileTime.fromMillis(1));
        Sources touched = look();
        assertThat(touched).isNotEqualTo(longer);
        write("src/more/other.js", "1");
        Sources added = look();
        assertThat(added).isNotEqualTo(touched);
        Files.delete(folder.resolve("src/more/other.js"));
        assertThat(look()).isEqualTo(touched);
    }

    @Test
    void whatIsNotTheProjectsIsNotLookedAt() throws IOException {
        for (String other : new String[] {"node_modules/a/index.js", ".mayfly/postgres/1", "data/postgres/1"})
            write(other, "1");
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void tooManyAreRefused() throws IOException {
        for (int i = 2; i < Sources.FILES_MAX; i++) write("many/" + i, "");
        assertThat(look().files()).hasSize(Sources.FILES_MAX);
        write("one-more", "");
        assertThatThrownBy(this::look).isInstanceOf(Refusal.class).hasMessageContaining("more than 5000 files");
    }

    private Sources look() {
        return Sources.of(folder, folder.resolve("data"));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
