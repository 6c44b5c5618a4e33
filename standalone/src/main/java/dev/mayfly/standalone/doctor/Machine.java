package dev.mayfly.standalone.doctor;

import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.LockIn;
import dev.mayfly.isolates.LockIn.Layer;
import dev.mayfly.isolates.process.ProcessLauncher;
import dev.mayfly.standalone.embedded.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the machine offers, looked at without a running platform. */
record Machine(Path javaHome, Path worker, Path dataDir, int port) {
    private static final long MEMORY_MB = 1_500;
    private static final long DISK_MB = 300;
    private static final int DESCRIPTORS = 1_024;

    /** Every wall around workers, on or off. */
    List<Finding> walls() {
        LockIn lockIn = ProcessLauncher.survey(IsolateConfig.of(Map.of()), javaHome, worker);
        return walls(lockIn);
    }

    static List<Finding> walls(LockIn lockIn) {
        var findings = new ArrayList<Finding>();
        for (Layer layer : Layer.values()) {
            if (lockIn.on().contains(layer))
                findings.add(Finding.good("walls", layer.name(), "a worker " + layer.meaning()));
            else if (lockIn.weak().contains(layer))
                findings.add(Finding.weaker(
                        "walls", layer.name(), "off: a worker that " + layer.meaning() + " is safer", ""));
            else findings.add(Finding.note("walls", layer.name(), "off: only the JVM's own bounds hold", ""));
        }
        for (String remark : lockIn.remarks()) findings.add(Finding.note("walls", "why", remark, ""));
        return findings;
    }

    List<Finding> runtime() {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.good("java", "jdk", "%s in %s".formatted(Runtime.version(), javaHome)));
        findings.add(
                namesStartCache() && worker("interpreter", List.of("-XX:AOTMode=on"), List.of("--train", "1")) == 0
                        ? Finding.good("java", "start cache", "fresh: workers start fast")
                        : Finding.weaker(
                                "java",
                                "start cache",
                                "missing, or made by another JDK: workers start slower",
                                "mayfly prepare, with this JDK"));
        findings.add(
                worker("jit", List.of(), List.of("--train", "1", "--tier", "jit")) == 0
                        ? Finding.good("java", "jit", "hot functions are compiled")
                        : Finding.weaker(
                                "java",
                                "jit",
                                "functions are only interpreted: this JDK does not take the compiler",
                                "use Temurin 25 or another OpenJDK 25"));
        return findings;
    }

    /** Without a cache that it must have, a JVM starts as if it had one. */
    private boolean namesStartCache() {
        try {
            return Files.readString(worker.resolve("interpreter.args")).contains("-XX:AOTCache=");
        } catch (IOException notThere) {
            return false;
        }
    }

    List<Finding> resources() throws IOException {
        var findings = new ArrayList<Finding>();
        findings.add(port(port, "--port"));
        findings.add(port(port + 1, "--management-port"));
        long disk = Files.getFileStore(existing(dataDir.toAbsolutePath())).getUsableSpace() >> 20;
        findings.add(
                atLeast("disk", disk, DISK_MB, "MB free for " + dataDir, "make room, or choose another --data-dir"));
        long memory = number(Files.readString(Path.of("/proc/meminfo")), "MemAvailable:") >> 10;
        findings.add(atLeast(
                "memory", memory, MEMORY_MB, "MB available", "end other programs; a worker takes 200 to 500 MB"));
        long files = number(Files.readString(Path.of("/proc/self/limits")), "Max open files");
        findings.add(atLeast("open files", files, DESCRIPTORS, "at a time", "ulimit -n 4096"));
        return findings;
    }

    private static Finding port(int port, String option) {
        try {
            FreePort.check(new InetSocketAddress("127.0.0.1", port));
            return Finding.good("machine", "port " + port, "free");
        } catch (IOException | IllegalArgumentException e) {
            return Finding.weaker(
                    "machine", "port " + port, "not to be had: " + e.getMessage(), "choose another " + option);
        }
    }

    private static Finding atLeast(String name, long has, long needed, String of, String remedy) {
        return has >= needed
                ? Finding.good("machine", name, "%d %s".formatted(has, of))
                : Finding.weaker("machine", name, "%d %s; %d are wanted".formatted(has, of, needed), remedy);
    }

    private static Path existing(Path path) {
        Path at = path;
        while (!Files.exists(at) && at.getParent() != null) at = at.getParent();
        return at;
    }

    /** The first number behind this word. */
    private static long number(String text, String word) {
        String line = text.lines().filter(l -> l.startsWith(word)).findFirst().orElse("");
        String[] words =
                line.substring(Math.min(line.length(), word.length())).strip().split("\\s+");
        return words[0].equals("unlimited") ? Long.MAX_VALUE : words[0].isEmpty() ? 0 : Long.parseLong(words[0]);
    }

    /** Starts a worker that only trains, and tells how it ended; -1 when it did not. */
    private int worker(String tier, List<String> options, List<String> arguments) {
        var command = new ArrayList<String>(List.of(javaHome.resolve("bin/java").toString(), "@" + tier + ".args"));
        command.addAll(options);
        command.add("dev.mayfly.isolates.worker.WorkerMain");
        command.addAll(arguments);
        try {
            var process = new ProcessBuilder(command)
                    .directory(worker.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(60, TimeUnit.SECONDS)) return process.exitValue();
            process.destroyForcibly();
        } catch (IOException notThere) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }
}
