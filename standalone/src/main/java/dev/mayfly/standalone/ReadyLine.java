package dev.mayfly.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The one line that says that everything runs, and where. */
record ReadyLine(Optional<URI> example, int port, int managementPort, Path tokenFile) {
    /**
     * @param age of this process
     * @param built what of that went into building
     */
    String text(Duration age, Duration built) {
        var url = example.map(URI::toString).orElse("http://localhost:%d/".formatted(port));
        return "Mayfly is ready at %s, API http://localhost:%d/v1 (token in %s), management http://127.0.0.1:%d/q, started in %d ms%s"
                .formatted(
                        highlighted(url),
                        port,
                        tokenFile,
                        managementPort,
                        age.minus(built).toMillis(),
                        built.isZero() ? "" : ", after a build of %d s".formatted(built.toSeconds()));
    }

    /** The script that started Java became it, so its time counts. */
    static Duration age(Instant now) {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, now))
                .orElse(Duration.ZERO);
    }

    private static String highlighted(String text) {
        var terminal = Optional.ofNullable(System.console()).filter(console -> console.isTerminal());
        return terminal.isEmpty() || System.getenv("NO_COLOR") != null ? text : "\u001b[1;32m" + text + "\u001b[0m";
    }
}
