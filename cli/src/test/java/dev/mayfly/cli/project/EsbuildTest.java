package dev.mayfly.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the bundler is found, and what becomes of what it does; scripts stand in for it. */
class EsbuildTest {
    private static final Set<Bundle.Flag> NO_FLAGS = EnumSet.noneOf(Bundle.Flag.class);
    /** Where the stand-in is told to write. */
    private static final String OUT = "for a in \"$@\"; do case $a in --outfile=*) out=${a#--outfile=};; esac; done\n";

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
    void whatItWritesIsTheModuleAndItsMapNamesTheProjectsFiles() throws IOException {
        Path source = write("src/index.ts", "");
        String map = "{\"version\":3,\"sources\":[\"%s\",\"elsewhere.js\"],\"mappings\":\"\"}"
                .formatted("../".repeat(20) + source.toRealPath().toString().substring(1));
        Code code = new Esbuild(program("esbuild", OUT + "echo \"bundle of $1\" > $out; echo '" + map + "' > $out.map"))
                .bundle(folder, Path.of("src/index.ts"), NO_FLAGS);
        assertThat(code.main()).isEqualTo("index.js");
        assertThat(code.modules())
                .extracting(Project.Module::name, m -> new String(m.content(), StandardCharsets.UTF_8))
                .containsExactly(
                        tuple("index.js", "bundle of src/index.ts\n"),
                        tuple(
                                "index.js.map",
                                "{\"version\":3,\"sources\":[\"src/index.ts\",\"elsewhere.js\"],\"mappings\":\"\"}"));
    }

    @Test
    void modulesOfNodeStayOutsideWhereTheFlagAsksForThem() throws IOException {
        Files.createDirectories(folder.resolve("node_modules/events"));
        Esbuild esbuild = new Esbuild(program("esbuild", OUT + "echo \"$@\" > $out; echo '__require(\"os\")' >> $out"));
        assertThat(text(esbuild.bundle(folder, Path.of("a.ts"), NO_FLAGS)))
                .contains("--external:node:*")
                .doesNotContain("--external:path", "createRequire");
        assertThat(text(esbuild.bundle(folder, Path.of("a.ts"), EnumSet.of(Bundle.Flag.nodejs_compat))))
                .contains("--external:path ", "from \"node:module\"", "function require(")
                .doesNotContain("--external:events ");
    }

    @Test
    void withoutTheFlagTheRefusalNamesIt() throws IOException {
        Esbuild failing = new Esbuild(
                program("esbuild", "echo 'The package \"path\" was not found but is built into node' >&2; exit 1"));
        assertThatThrownBy(() -> failing.bundle(folder, Path.of("a.ts"), NO_FLAGS))
                .hasMessageContaining("compatibility flag nodejs_compat");
    }

    @Test
    void whatItSaysIsTold() throws IOException {
        Esbuild failing = new Esbuild(program("esbuild", "echo 'src/index.ts:1:7: ERROR: Expected' >&2; exit 1"));
        assertThatThrownBy(() -> failing.bundle(folder, Path.of("index.ts"), NO_FLAGS))
                .isInstanceOf(Refusal.class)
                .hasMessage("esbuild: src/index.ts:1:7: ERROR: Expected");
    }

    @Test
    void oneThatDoesNotEndIsEnded() throws IOException {
        Esbuild hanging = new Esbuild(program("esbuild", "exec sleep 600"));
        assertThatThrownBy(() -> hanging.bundle(folder, Path.of("index.ts"), NO_FLAGS, Duration.ofMillis(50)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("did not end");
    }

    @Test
    void bundleThatNobodyTakesIsRefusedHere() throws IOException {
        Esbuild verbose = new Esbuild(program("esbuild", OUT + "head -c 10485761 /dev/zero > $out"));
        assertThatThrownBy(() -> verbose.bundle(folder, Path.of("index.ts"), NO_FLAGS))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("10485761 bytes");
    }

    @Test
    void speechWithoutEndIsCut() throws IOException {
        Esbuild verbose = new Esbuild(program("esbuild", "head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1"));
        assertThatThrownBy(() -> verbose.bundle(folder, Path.of("index.ts"), NO_FLAGS))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(17_000));
    }

    private static String text(Code code) {
        return new String(code.modules().getFirst().content(), StandardCharsets.UTF_8);
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
