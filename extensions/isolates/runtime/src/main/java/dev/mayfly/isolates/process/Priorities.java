package dev.mayfly.isolates.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The nice values (setpriority(2)) of a worker's threads. Every process may lower its own; only root, or who has CAP_SYS_NICE, raises them
 * again. They count among the processes of one session where the kernel groups by session (autogroup, sched(7)).
 */
final class Priorities {
    private static final String ORDINARY = "0";
    private static final long PATIENCE_SECONDS = 5;

    private Priorities() {}

    /** Whether what was lowered can be raised again here, found by doing it. */
    static boolean canBeRaised() {
        return succeeds(List.of("nice", "-n", "1", "sh", "-c", "renice -n 0 -p $$"));
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
            for (Path task : tasks.toList())
                if (nice(Files.readString(task.resolve("stat"))) == from)
                    renice.add(String.valueOf(task.getFileName()));
        } catch (IOException ended) {
            return true;
        }
        return renice.size() == tool || succeeds(renice);
    }

    /** Of a line of {@code stat} (proc_pid_stat(5)): the 19th field, counted from behind the name, which may hold anything. */
    static int nice(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process tool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (tool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) return tool.exitValue() == 0;
            tool.destroyForcibly();
        } catch (IOException notHere) {
            // As when it fails: such a system lacks the tool.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
