package dev.mayfly.bench.startup;

import dev.mayfly.bench.harness.ProcessTree;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Unpacks the release twice, prepares one of them, and starts both in turn on a data directory that is there: how long until the
 * example function answers, and how much CPU that took. Medians; the gate is that a prepared one answers sooner, for less CPU.
 * Then the same of an edge router on its own, which shall pass a request on within two seconds.
 */
public final class Startup {
    private static final double ROUTER_SECONDS_MAX = 2;
    private static final int ROUTER_ROUNDS = 5;
    private static final Duration START_MAX = Duration.ofSeconds(90);

    private Startup() {}

    private record Start(double seconds, double cpuSeconds) {}

    /** One unpacked release with its data. */
    private record Copy(String name, Path home, Path data, List<Start> starts) {}

    /** {@code archive [--rounds N]}, or {@code checkout --router} for its router alone. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--router")) {
            Path home = Path.of(arguments[0]).toAbsolutePath();
            Files.deleteIfExists(home.resolve("edge-router/target/quarkus-app/edge-router.aot"));
            System.exit(routers(home, home, ROUTER_ROUNDS) ? 0 : 1);
        }
        int rounds = arguments.length == 3 && arguments[1].equals("--rounds") ? Integer.parseInt(arguments[2]) : 5;
        Path folder = Files.createTempDirectory("mayfly-startup");
        boolean met;
        try {
            var plain = copy("unpacked", folder.resolve("plain"), Path.of(arguments[0]));
            var prepared = copy("prepared", folder.resolve("prepared"), Path.of(arguments[0]));
            var began = System.nanoTime();
            run(prepared.home(), List.of(prepared.home().resolve("mayfly").toString(), "prepare"));
            System.out.printf("mayfly prepare took %.1f s%n", seconds(began));
            for (var copy : List.of(plain, prepared))
                System.out.printf(
                        "first start, %s, on an empty directory: %.1f s%n",
                        copy.name(), start(copy).seconds());
            for (int round = 0; round < rounds; round++)
                for (var copy : List.of(plain, prepared)) copy.starts().add(start(copy));
            met = report(plain, prepared) & routers(plain.home(), prepared.home(), rounds);
        } finally {
            run(Path.of("/"), List.of("rm", "-rf", folder.toString()));
        }
        System.exit(met ? 0 : 1);
    }

    /** A router alone: the gate is that a prepared one answers within two seconds. The first is measured before the second is prepared: they may be the same. */
    private static boolean routers(Path plain, Path prepared, int rounds) throws Exception {
        System.out.printf("%n%-10s %22s %10s%n", "router", "s until it answers", "CPU s");
        router("unpacked", plain, rounds);
        run(prepared, List.of(prepared.resolve("mayfly").toString(), "prepare", "--serve"));
        boolean met = router("prepared", prepared, rounds) <= ROUTER_SECONDS_MAX;
        System.out.println(
                met
                        ? "gate met: a prepared router answers within %.0f s".formatted(ROUTER_SECONDS_MAX)
                        : "GATE NOT MET: a prepared router takes more than %.0f s".formatted(ROUTER_SECONDS_MAX));
        return met;
    }

    private static double router(String name, Path home, int rounds) throws Exception {
        Path log = Files.createTempFile("mayfly-router", ".log");
        try (var start = new RouterStart(home, log)) {
            for (int round = 0; round < rounds; round++) start.once(freePort(), freePort());
            double seconds = median(start.seconds());
            System.out.printf("%-10s %22.2f %10.2f%n", name, seconds, median(start.cpuSeconds()));
            Files.delete(log);
            return seconds;
        }
    }

    private static boolean report(Copy plain, Copy prepared) {
        System.out.printf("%n%-10s %22s %10s%n", "", "s until it answers", "CPU s");
        for (var copy : List.of(plain, prepared))
            System.out.printf("%-10s %22.2f %10.2f%n", copy.name(), seconds(copy), cpu(copy));
        boolean met = seconds(prepared) < seconds(plain) && cpu(prepared) < cpu(plain);
        System.out.println(
                met ? "gate met: prepared starts are sooner and cheaper" : "GATE NOT MET: preparing gains nothing");
        return met;
    }

    private static double seconds(Copy copy) {
        return median(copy.starts().stream().map(Start::seconds).sorted().toList());
    }

    private static double cpu(Copy copy) {
        return median(copy.starts().stream().map(Start::cpuSeconds).sorted().toList());
    }

    private static double median(List<Double> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static Copy copy(String name, Path folder, Path archive) throws Exception {
        Files.createDirectory(folder);
        run(folder, List.of("tar", "-xzf", archive.toString(), "--strip-components=1"));
        return new Copy(name, folder, folder.resolve("data"), new ArrayList<>());
    }

    private static Start start(Copy copy) throws Exception {
        int port = freePort();
        var command = List.of(
                copy.home().resolve("mayfly").toString(),
                "dev",
                "--port",
                Integer.toString(port),
                "--management-port",
                "0",
                "--data-dir",
                copy.data().toString());
        long began = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(copy.home().resolve("said").toFile())
                .start();
        try {
            while (!answers(port)) {
                if (!process.isAlive() || seconds(began) > START_MAX.toSeconds())
                    throw new IOException(
                            "it did not start: " + Files.readString(copy.home().resolve("said")));
                Thread.sleep(5);
            }
            double took = seconds(began);
            return new Start(took, new ProcessTree(process.toHandle()).cpuSeconds());
        } finally {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
        }
    }

    private static boolean answers(int port) throws IOException {
        var request = (HttpURLConnection) URI.create("http://127.0.0.1:%d/@demo/hello/".formatted(port))
                .toURL()
                .openConnection();
        try {
            if (request.getResponseCode() != 200) return false;
            try (InputStream body = request.getInputStream()) {
                return body.readAllBytes().length > 0;
            }
        } catch (java.net.ConnectException e) {
            return false; // nobody listens yet
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void run(Path where, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).directory(where.toFile()).inheritIO();
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
        if (builder.start().waitFor() != 0) throw new IOException(String.join(" ", command) + " failed");
    }
}
