package dev.mayfly.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line as a user has it: a process for each command. @param directory where commands are given */
record MayflyCommand(Path directory, String url, String token) {
    /** A command that must succeed; tells what it said. */
    String run(String... words) throws Exception {
        var command = new ArrayList<>(List.of(RunningMayfly.script()));
        command.addAll(List.of(words));
        command.addAll(List.of("--url", url, "--token", token));
        return ran(directory, command);
    }

    static String ran(Path directory, List<String> command) throws Exception {
        var said = Files.createTempFile("said", ".txt");
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0)
                .as("%s said: %s", command, Files.readString(said, UTF_8))
                .isTrue();
        return Files.readString(said, UTF_8);
    }
}
