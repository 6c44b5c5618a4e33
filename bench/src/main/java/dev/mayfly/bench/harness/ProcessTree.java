package dev.mayfly.bench.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    public Stream<ProcessHandle> members() {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    private static double cpuSeconds(ProcessHandle process) {
        String stat = read(process, "stat");
        if (stat.isEmpty()) return 0;
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static long residentBytes(ProcessHandle process) {
        for (String line : read(process, "status").split("\n"))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        return 0;
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid(), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}
