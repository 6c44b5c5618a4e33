package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Stock packages of npm in isolates, as {@code mayfly deploy} bundles them: each {@code npm/*.test.*} uses one of them for what it is for. */
class PackagesTest {
    private static final Path SOURCES = Path.of("src/test/npm");
    private static final int PACKAGES = 10;

    private static JavaScriptTests tests;

    @BeforeAll
    static void startHost() {
        tests = new JavaScriptTests();
    }

    @AfterAll
    static void stopHost() {
        tests.close();
    }

    @TestFactory
    Stream<DynamicContainer> packages() {
        var project = NpmProject.of(SOURCES);
        return files().stream().map(file -> DynamicContainer.dynamicContainer(file, cases(project, file)));
    }

    @Test
    void allOfThemAreTried() {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(PACKAGES);
    }

    private static Stream<DynamicTest> cases(NpmProject project, String file) {
        var modules = List.of(Example.module("index.test.js", bundled(project, file)));
        var results = tests.run(file, modules, List.of(Bundle.Flag.nodejs_compat));
        assertThat(results.size()).as("tests of %s", file).isPositive();
        return ExamplesTest.asTests(results);
    }

    private static String bundled(NpmProject project, String file) {
        var out = "out/" + file + ".js";
        var said = project.run(
                "esbuild/bin/esbuild",
                file,
                "--outfile=" + out,
                "--bundle",
                "--format=esm",
                "--platform=browser",
                "--target=es2024",
                "--conditions=workerd,worker,browser",
                "--external:mayfly:*",
                "--external:node:*",
                "--define:process.env.NODE_ENV=\"production\"");
        assertThat(said.code()).as(said.text()).isZero();
        try {
            return Files.readString(project.home().resolve(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> files() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".test."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
