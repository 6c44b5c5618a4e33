package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadyLineTest {
    private final ReadyLine line = new ReadyLine(Optional.of(URI.create("http://h/")), 1, 2, Path.of("token"));

    @Test
    void startIsTheTimeOfTheProcess() {
        assertThat(line.text(Duration.ofMillis(3_210), Duration.ZERO))
                .startsWith("Mayfly is ready at http://h/")
                .endsWith("started in 3210 ms");
    }

    @Test
    void buildIsNoPartOfTheStart() {
        assertThat(line.text(Duration.ofMillis(63_210), Duration.ofMillis(60_010)))
                .endsWith("started in 3200 ms, after a build of 60 s");
    }
}
