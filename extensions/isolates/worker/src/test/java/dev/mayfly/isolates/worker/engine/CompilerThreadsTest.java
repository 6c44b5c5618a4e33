package dev.mayfly.isolates.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.worker.Tier;
import dev.mayfly.isolates.worker.Worker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In a process of its own, started as the compiling tier is. */
class CompilerThreadsTest {
    private static final Path FOLDER = Path.of("target", "worker").toAbsolutePath();

    @Test
    void theyAreThereFromTheStartAndStay() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "@jit.args", "-cp", classPath(), Run.class.getName())
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(printed).contains("all are there: true").contains("they leave when idle: false");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String classPath() throws IOException {
        try (Stream<String> options = Files.lines(FOLDER.resolve("jit.args"))) {
            return options.toList().getLast() + ":"
                    + Path.of("target", "test-classes").toAbsolutePath();
        }
    }

    /** The other process. */
    static final class Run {
        public static void main(String[] none) {
            try (var worker = new Worker(1, Tier.JIT)) {
                var pool = CompilerThreads.pool();
                System.out.println("engine " + worker.isolates().engine().name());
                System.out.println("all are there: " + (pool.getPoolSize() == pool.getCorePoolSize()));
                System.out.println("they leave when idle: " + pool.allowsCoreThreadTimeOut());
            }
            System.exit(0);
        }
    }
}
