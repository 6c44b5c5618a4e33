package dev.mayfly.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinariesTest {
    private static final Path ROOT = Path.of("/somewhere/programs");

    @Test
    void versionsComeFromTheBuild() {
        assertThat(Binaries.version("postgres")).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(Binaries.version("redis")).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void pathsInsideStay() throws IOException {
        assertThat(Binaries.inside(ROOT, ROOT.resolve("lib/../bin/postgres"))).isEqualTo(ROOT.resolve("bin/postgres"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "lib/../../escape", "/etc/passwd"})
    void pathsThatLeadOutAreRefused(String name) {
        assertThatThrownBy(() -> Binaries.inside(ROOT, ROOT.resolve(name))).isInstanceOf(IOException.class);
    }
}
