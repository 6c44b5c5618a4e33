package dev.mayfly.bench.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a process and all its descendants use, from {@code /proc}. */
public record ProcessTree(ProcessHandle root) {
    private static final double TICKS_PER_SECOND = 100;

    /** CPU of all members that live now, user and system, in seconds; granularity 10 ms. */
    public double cpuSeconds() {
        return members().mapToDouble(ProcessTree::cpuSeconds).sum();
    }

    /** Resident memory of all members, in bytes. */
    public long residentBytes() {
        return members().mapToLong(ProcessTree::residentBytes).sum();
    }

    /** The same with each shared page counted once, divided among those that share it. */
    public long proportionalBytes() {
        return members().mapToLong(ProcessTree::proportionalBytes).sum();
    }

    public Stream<ProcessHandle> members() {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    /** The worker processes among them. */
    public List<ProcessHandle> workers() {
        return members().filter(ProcessTree::isWorker).toList();
    }

    /** CPU in seconds of the main process, of the workers and of all others, and what of the first two compiled or collected garbage. */
    public Map<String, Double> cpuByPart() {
        Map<String, Double> parts = new TreeMap<>();
        for (ProcessHandle process : members().toList()) {
            String role = isWorker(process) ? "worker" : process.equals(root) ? "main" : "others";
            parts.merge(role, cpuSeconds(process), Double::sum);
            if (role.equals("others")) continue;
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
                for (Path thread : (Iterable<Path>) threads::iterator) {
                    String stat = read(thread.resolve("stat"));
                    deedOf(stat).ifPresent(deed -> parts.merge(role + " " + deed, cpuSeconds(stat), Double::sum));
                }
            } catch (IOException e) {
                continue; // it has ended
            }
        }
        return parts;
    }

    private static Optional<String> deedOf(String stat) {
        if (stat.contains("(C1 ") || stat.contains("(C2 ") || stat.contains("(JVMCI") || stat.contains("(Truffle"))
            return Optional.of("compiling");
        return stat.contains("(VM Thread") || stat.contains("(GC ") ? Optional.of("collecting") : Optional.empty();
    }

    private static boolean isWorker(ProcessHandle process) {
        return read(process, "comm").startsWith("java")
                && read(process, "cmdline").contains("WorkerMain");
    }

    public static double cpuSeconds(ProcessHandle process) {
        return cpuSeconds(read(process, "stat"));
    }

    private static double cpuSeconds(String stat) {
        if (stat.isEmpty()) return 0;
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    public static long residentBytes(ProcessHandle process) {
        for (String line : read(process, "status").split("\n"))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        return 0;
    }

    private static long proportionalBytes(ProcessHandle process) {
        for (String line : read(process, "smaps_rollup").split("\n"))
            if (line.startsWith("Pss:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        return 0;
    }

    /** How many threads a process has; 0 when it has ended. */
    public static int threads(ProcessHandle process) {
        for (String line : read(process, "status").split("\n"))
            if (line.startsWith("Threads:")) return Integer.parseInt(line.replaceAll("\\D", ""));
        return 0;
    }

    private static String read(ProcessHandle process, String file) {
        return read(Path.of("/proc/" + process.pid(), file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}
