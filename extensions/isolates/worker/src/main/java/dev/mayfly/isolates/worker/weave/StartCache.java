package dev.mayfly.isolates.worker.weave;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Trains the start-up cache of the fast-start tier: a worker serves synthetic invocations and the JVM writes down what it loaded,
 * linked and profiled. Without it a worker starts slower and is otherwise the same, so a failure is loud but no error.
 */
public final class StartCache {
    private static final long PATIENCE_SECONDS = 150;
    private static final String MAIN = "dev.mayfly.isolates.worker.WorkerMain";

    private StartCache() {}

    /** Arguments: the folder, the number of invocations to train with. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var folder = Path.of(arguments[0]).toAbsolutePath();
        if (!isFresh(folder)) {
            var cache = folder.resolve(StartOptions.CACHE);
            Files.deleteIfExists(cache);
            if (train(folder, arguments[1])) Files.writeString(stamp(folder), fingerprint(folder));
            else Files.deleteIfExists(cache);
        }
        StartOptions.into(folder);
    }

    /** Whether there is a cache and it was made from the jars, the options and the JDK that are there now. */
    static boolean isFresh(Path folder) throws IOException {
        return Files.exists(folder.resolve(StartOptions.CACHE))
                && Files.exists(stamp(folder))
                && Files.readString(stamp(folder)).equals(fingerprint(folder));
    }

    private static Path stamp(Path folder) {
        return folder.resolveSibling("trained");
    }

    private static boolean train(Path folder, String invocations) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("-XX:AOTCacheOutput=" + StartOptions.CACHE);
        command.addAll(StartOptions.interpreter(folder));
        command.addAll(List.of(MAIN, "--train", invocations));
        var log = folder.resolveSibling("training.log").toFile();
        var start = System.nanoTime();
        var training = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        if (!training.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            training.destroyForcibly().waitFor();
            return failed("it took more than " + PATIENCE_SECONDS + " s", log);
        }
        if (training.exitValue() != 0) return failed("it ended with " + training.exitValue(), log);
        if (!Files.exists(folder.resolve(StartOptions.CACHE))) return failed("it left no cache", log);
        System.out.printf("Trained the worker's start-up cache in %.1f s%n", (System.nanoTime() - start) / 1e9);
        return true;
    }

    private static boolean failed(String why, File log) {
        System.out.println("WARNING: training the worker's start-up cache failed: " + why + "; see " + log
                + ". Workers will start without it, about half a second slower.");
        return false;
    }

    /** With the times of the jars, since the JVM goes by them too. */
    private static String fingerprint(Path folder) throws IOException {
        var made = new StringBuilder(System.getProperty("java.home")).append(Runtime.version());
        made.append(StartOptions.interpreter(folder));
        try (var jars = Files.list(folder.resolve("lib"))) {
            for (var jar : jars.sorted().toList()) {
                made.append(jar.getFileName())
                        .append(Files.getLastModifiedTime(jar))
                        .append(Files.size(jar));
            }
        }
        return Fingerprint.of(List.of(), made.toString());
    }
}
