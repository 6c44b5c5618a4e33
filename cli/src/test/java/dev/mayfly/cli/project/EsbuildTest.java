package dev.mayfly.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the bundler is found, and what becomes of what it does; scripts stand in for it. */
class EsbuildTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"a.ts,true", "a.mts,true", "a.tsx,true", "a.jsx,true", "a.js,false", "a.mjs,false", "ats,false"})
    void typeScriptNeedsIt(String main, boolean needed) {
        assertThat(Esbuild.isNeededBy(folder, folder.resolve(main))).isEqualTo(needed);
    }

    @Test
    void dependenciesNeedIt() throws IOException {
        for (String none : new String[] {"{}", "{\"dependencies\":{}}", "{\"devDependencies\":{\"a\":\"1\"}}"}) {
            write("package.json", none);
            assertThat(Esbuild.isNeededBy(folder, Path.of("a.js"))).as(none).isFalse();
        }
        write("package.json", "{\"dependencies\":{\"a\":\"1\"}}");
        assertThat(Esbuild.isNeededBy(folder, Path.of("a.js"))).isTrue();
    }

    @Test
    void nearestOneIsTaken() throws IOException {
        Path above = program("node_modules/.bin/esbuild", "");
        Path below = Files.createDirectories(folder.resolve("packages/a"));
        Path onPath = program("bin/esbuild", "");
        assertThat(Esbuild.near(below, onPath.getParent().toString()).program()).isEqualTo(above);
        Path own = program("packages/a/node_modules/.bin/esbuild", "");
        assertThat(Esbuild.near(below, "").program()).isEqualTo(own);
        Files.delete(own);
        Files.delete(above);
        assertThat(Esbuild.near(below, onPath.getParent().toString()).program()).isEqualTo(onPath);
    }

    @Test
    void missingOneIsSaidWithWhatToDo() throws IOException {
        assertThatThrownBy(() -> Esbuild.near(folder, ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("npm install --save-dev esbuild");
        write("package-lock.json", "{}");
        assertThatThrownBy(() -> Esbuild.near(folder, "")).hasMessageContaining("npm ci");
    }

    @Test
    void whatItWritesIsTheOnlyModule() throws IOException {
        Code code = new Esbuild(program("esbuild", "echo \"bundle of $1\"")).bundle(folder, Path.of("src/index.ts"));
        assertThat(code.main()).isEqualTo("index.js");
        assertThat(code.modules()).hasSize(1);
        assertThat(code.modules().getFirst().content()).asString().isEqualTo("bundle of src/index.ts\n");
    }

    @Test
    void whatItSaysIsTold() throws IOException {
        Esbuild failing = new Esbuild(program("esbuild", "echo 'src/index.ts:1:7: ERROR: Expected' >&2; exit 1"));
        assertThatThrownBy(() -> failing.bundle(folder, Path.of("index.ts")))
                .isInstanceOf(Refusal.class)
                .hasMessage("esbuild: src/index.ts:1:7: ERROR: Expected");
    }

    @Test
    void oneThatDoesNotEndIsEnded() throws IOException {
        Esbuild hanging = new Esbuild(program("esbuild", "exec sleep 600"));
        assertThatThrownBy(() -> hanging.bundle(folder, Path.of("index.ts"), Duration.ofMillis(50)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("did not end");
    }

    @Test
    void bundleThatNobodyTakesIsRefusedHere() throws IOException {
        Esbuild verbose = new Esbuild(program("esbuild", "head -c 10485761 /dev/zero"));
        assertThatThrownBy(() -> verbose.bundle(folder, Path.of("index.ts")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("10485761 bytes");
    }

    @Test
    void speechWithoutEndIsCut() throws IOException {
        Esbuild verbose = new Esbuild(program("esbuild", "head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1"));
        assertThatThrownBy(() -> verbose.bundle(folder, Path.of("index.ts")))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(17_000));
    }

    private Path program(String name, String script) throws IOException {
        Path file = write(name, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
