package dev.mayfly.isolates.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The nice values (setpriority(2)) of a worker's threads. Every process may lower its own; only root, or who has CAP_SYS_NICE, raises them
 * again. They count among the processes of one session where the kernel groups by session (autogroup, sched(7)).
 */
final class Priorities {
    private static final String ORDINARY = "0";

    private Priorities() {}

    /** Whether what was lowered can be raised again here, found by doing it. */
    static boolean canBeRaised() {
        return Sandbox.runs(List.of("nice", "-n", "1", "sh", "-c", "renice -n 0 -p $$"));
    }

    /**
     * Gives a process and its descendants their ordinary priority. Threads that chose another one than they were started with keep it.
     *
     * @param from what they were started with
     * @return whether it worked
     */
    static boolean raise(ProcessHandle process, int from) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> raiseThreads(each, from))
                .reduce(true, Boolean::logicalAnd);
    }

    private static boolean raiseThreads(ProcessHandle process, int from) {
        List<String> renice = new ArrayList<>(List.of("renice", "-n", ORDINARY, "-p"));
        int tool = renice.size();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            tasks.filter(task -> isAt(task, from)).forEach(task -> renice.add(String.valueOf(task.getFileName())));
        } catch (IOException ended) {
            return true;
        }
        return renice.size() == tool || Sandbox.runs(renice);
    }

    private static boolean isAt(Path task, int nice) {
        try {
            return nice(Files.readString(task.resolve("stat"))) == nice;
        } catch (IOException ended) {
            return false;
        }
    }

    /** Of a line of {@code stat} (proc_pid_stat(5)): the 19th field, counted from behind the name, which may hold anything. */
    static int nice(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
