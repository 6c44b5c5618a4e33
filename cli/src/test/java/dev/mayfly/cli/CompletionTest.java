package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script as bash runs it when somebody presses the tab key. */
class CompletionTest extends ScriptedPlatform {
    @ParameterizedTest
    @CsvSource({
        "mayfly roll, rollout",
        "mayfly rollout sta, start",
        "mayfly token create --exp, --expires",
        "mayfly dev --no-w, --no-watch",
        "mayfly dev --engine j, jit",
        "mayfly serve con, control-plane",
        "mayfly serve sea, search-service",
        "mayfly serve mem, memory-service",
        "mayfly prepare --ser, --serve",
        "mayfly init --template ty, typescript",
        "mayfly logs --outcome ex, exhausted",
        "mayfly tail --outcome lo, lost",
        "mayfly usage --resolution m, minute"
    })
    void bashCompletes(String typed, String completed, @TempDir Path folder) throws Exception {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("completion"), out.toString());
        String press = """
                source '%s'
                COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                "$(complete -p mayfly | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(script, typed);
        Process bash = new ProcessBuilder("bash", "--norc", "-c", press)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines().map(String::strip)).contains(completed);
    }

    @Test
    void zshUsesTheSameWithItsOwnBeginning() {
        assertThat(run("completion", "zsh")).isZero();
        assertThat(out.toString()).startsWith("autoload -Uz compinit").contains("bashcompinit", "rollout");
    }
}
