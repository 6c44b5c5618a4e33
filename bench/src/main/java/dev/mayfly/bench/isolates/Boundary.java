package dev.mayfly.bench.isolates;

import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.isolates.HostServer.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the process boundary costs: one small server with its worker in a process of its own, and once with the worker inside. */
final class Boundary {
    private static final List<String> HOST_JAVA = List.of(
            "-XX:+UseSerialGC",
            "-XX:MaxRAMPercentage=25",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Path root;
    private final Path scratch;
    private final Path workerHome;
    private final Measurements measurements;

    Boundary(Path root, Path scratch, Measurements measurements) {
        this.root = root;
        this.scratch = scratch;
        this.workerHome = root.resolve("extensions/isolates/worker/target/worker");
        this.measurements = measurements;
    }

    /** Alternating rounds of both, both scripts. */
    void measure(String tier, int rounds, double seconds, double warm) throws Exception {
        try (Server process = start(tier, Where.worker_process);
                Server inside = start(tier, Where.in_process)) {
            List<Server> servers = List.of(process, inside);
            for (String script : List.of("hello", "json")) {
                for (Server s : servers) measurements.warm(s, script, warm);
                for (int round = 0; round < rounds; round++)
                    for (Server s : round % 2 == 0 ? servers : servers.reversed())
                        measurements.add(s, script, Measurements.C4, seconds);
            }
        }
    }

    void print(String tier) {
        for (String script : List.of("hello", "json")) {
            double process = measurements.cpuUs(name(tier, Where.worker_process), script, "c4");
            double inside = measurements.cpuUs(name(tier, Where.in_process), script, "c4");
            System.out.printf(
                    Locale.ROOT,
                    "process boundary, %s, %s: %.0f us of CPU with a worker process, %.0f us in one process; ratio %.3f%n",
                    tier,
                    script,
                    process,
                    inside,
                    process / inside);
        }
    }

    private static String name(String tier, Where where) {
        return "host " + tier + ", " + where.name().replace('_', ' ');
    }

    private Server start(String tier, Where where) throws Exception {
        boolean inside = where == Where.in_process;
        List<String> java = new ArrayList<>(inside ? workerJava(tier) : HOST_JAVA);
        Path shipped = root.resolve("standalone/target/quarkus-app/lib");
        List<String> path =
                new ArrayList<>(List.of(root.resolve("bench/target/classes").toString()));
        if (inside) path.add(workerHome.resolve("lib/*").toString());
        path.add(shipped.resolve("main/*").toString());
        path.add(shipped.resolve("boot/*").toString());
        java.addAll(List.of("-cp", String.join(":", path)));
        return Server.java(
                name(tier, where),
                root,
                scratch,
                workerHome,
                java,
                HostServer.class.getName(),
                List.of(
                        workerHome.toString(),
                        tier,
                        root.resolve("bench/isolates/scripts").toString(),
                        where.name()));
    }

    /** The options of a worker without its own class path, and without the start-up cache, which belongs to that. */
    private List<String> workerJava(String tier) throws IOException {
        List<String> options = new ArrayList<>(Files.readAllLines(workerHome.resolve(tier + ".args")));
        int path = options.indexOf("-cp");
        options.subList(path, path + 2).clear();
        options.removeIf(option -> option.startsWith("-XX:AOTCache="));
        return options;
    }
}
