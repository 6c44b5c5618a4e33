package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script {@code mayfly} says by itself, in a checkout where nothing is built. */
class ScriptTest {
    @TempDir
    Path home;

    @BeforeEach
    void checkout() throws Exception {
        Files.copy(Path.of(System.getProperty("mayfly.root"), "mayfly"), home.resolve("mayfly"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createFile(Files.createDirectory(home.resolve(".mvn")).resolve("find-jdk.sh"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dev --json                     | 2 | misused         | unknown option: --json (see mayfly dev --help)
            dev --port= --json             | 2 | misused         | --port needs a value
            serve --json                   | 2 | misused         | there is no service --json
            serve a"b\\c --json            | 2 | misused         | there is no service a"b\\c, but
            serve edge-router --json       | 2 | misused         | it takes no --json
            prepare --json                 | 2 | misused         | unknown option: --json
            prepare --rehearsals x --json  | 2 | misused         | --rehearsals takes a number
            deplooy --json                 | 2 | no-such-command | there is no command deplooy
            doctor --json                  | 1 | refused         | nothing is built yet
            """)
    void whatIsWrongIsSaidInJsonWhereThatIsAskedFor(String line, int exit, String code, String detail)
            throws Exception {
        JsonNode said = Platform.JSON.readTree(refused(exit, line.split(" ")));
        assertThat(said.path("code").asText()).isEqualTo(code);
        assertThat(said.path("detail").asText()).contains(detail);
        assertThat(said.path("exitCode").asInt()).isEqualTo(exit);
    }

    @Test
    void lineFeedsInAWordDoNotBreakTheJson() throws Exception {
        JsonNode said = Platform.JSON.readTree(refused(2, "serve", "a\nb\tc", "--json"));
        assertThat(said.path("detail").asText()).contains("no service a b c");
    }

    @Test
    void whatIsWrongIsSaidInWordsOtherwise() throws Exception {
        assertThat(refused(2, "dev", "--bogus"))
                .isEqualTo("mayfly dev: unknown option: --bogus (see mayfly dev --help)\n");
        assertThat(refused(2, "deplooy", "--", "--json"))
                .isEqualTo("mayfly: there is no command deplooy (see mayfly help)\n");
    }

    @ParameterizedTest
    @CsvSource({"1, 2, true", "2, 1, false", "2, 2, false"})
    void aCacheThatIsOlderThanTheClientIsNotUsed(long client, long cache, boolean used) throws Exception {
        Path target = Files.createDirectories(home.resolve("cli/target"));
        made(target.resolve("mayfly-cli.jar"), client);
        made(target.resolve("mayfly-cli.aot"), cache);
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        var builder = new ProcessBuilder("sh", home.resolve("mayfly").toString(), "list");
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        Process script = builder.start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).isZero();
        assertThat(said).contains("-jar", "mayfly-cli.jar list");
        assertThat(said.contains("-XX:AOTCache=")).as(said).isEqualTo(used);
    }

    private static void made(Path file, long seconds) throws Exception {
        Files.setLastModifiedTime(Files.createFile(file), FileTime.from(seconds, TimeUnit.SECONDS));
    }

    private String refused(int exit, String... words) throws Exception {
        var command = new ArrayList<>(List.of("sh", home.resolve("mayfly").toString()));
        command.addAll(List.of(words));
        Process script = new ProcessBuilder(command).start();
        assertThat(script.getInputStream().readAllBytes()).isEmpty();
        String said = new String(script.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isEqualTo(exit);
        return said;
    }
}
