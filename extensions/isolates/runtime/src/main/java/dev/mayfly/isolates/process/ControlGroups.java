package dev.mayfly.isolates.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A control group (version 2) for each worker: a bound for all the memory and threads it takes, which the kernel enforces. They are made
 * beside the group that the host is in, where the system lets its user do that, and named after the host, so that the next start can
 * remove what a killed one left behind.
 */
final class ControlGroups {
    private static final Logger log = Logger.getLogger(ControlGroups.class);
    private static final String PREFIX = "mayfly-w-";
    private static final List<String> CONTROLLERS = List.of("memory", "pids");
    private static final int THREADS_MAX = 1024;
    private static final int REMOVALS_MAX = 40;

    private final Path parent;
    private final long memoryMax;

    private ControlGroups(Path parent, long memoryMax) {
        this.parent = parent;
        this.memoryMax = memoryMax;
    }

    /** Where groups can be made, if anywhere. Tries it, and removes what a killed host left. */
    static Optional<ControlGroups> find(Path root, String ownGroups, long memoryMax) {
        return ownGroups
                .lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> parentOf(root, line.substring("0::/".length())))
                .map(parent -> new ControlGroups(parent, memoryMax))
                .filter(ControlGroups::work)
                .findFirst();
    }

    static Optional<ControlGroups> find(long memoryMax) {
        try {
            return find(Path.of("/sys/fs/cgroup"), Files.readString(Path.of("/proc/self/cgroup")), memoryMax);
        } catch (IOException noneHere) {
            return Optional.empty();
        }
    }

    /** The root group may hold both processes and groups; below it, groups stand beside the one that holds our process. */
    private static Path parentOf(Path root, String own) {
        Path path = root.resolve(own).normalize();
        Path above = path.getParent();
        return path.equals(root) || above == null || !above.startsWith(root) ? root : above;
    }

    private boolean work() {
        try {
            String offered = Files.readString(parent.resolve("cgroup.subtree_control"));
            if (!List.of(offered.strip().split(" ")).containsAll(CONTROLLERS)) return false;
            // Moving a process needs the right to write here too.
            if (!Files.isWritable(parent.resolve("cgroup.procs"))) return false;
            removeStale();
            Path trial = make(0);
            remove(trial);
            return true;
        } catch (IOException refused) {
            log.debugf(refused, "no control groups below %s", parent);
            return false;
        }
    }

    /** Makes the group of a worker; the process that writes itself into its {@code cgroup.procs} is in it. */
    Path make(int worker) throws IOException {
        Path group = path(worker);
        Files.createDirectory(group);
        try {
            Files.writeString(group.resolve("memory.max"), Long.toString(memoryMax));
            Files.writeString(group.resolve("pids.max"), Integer.toString(THREADS_MAX));
            if (Files.exists(group.resolve("memory.swap.max")))
                Files.writeString(group.resolve("memory.swap.max"), "0");
            return group;
        } catch (IOException e) {
            remove(group);
            throw e;
        }
    }

    Path path(int worker) {
        return parent.resolve(PREFIX + ProcessHandle.current().pid() + "-" + worker);
    }

    void remove(int worker) {
        remove(path(worker));
    }

    /** Ends what is left in the group. The kernel lets go of it when the last process is gone, a moment later. */
    private static void remove(Path group) {
        if (!Files.isDirectory(group)) return;
        try {
            if (Files.exists(group.resolve("cgroup.kill"))) Files.writeString(group.resolve("cgroup.kill"), "1");
        } catch (IOException gone) {
            log.debugf(gone, "%s has nothing to end", group);
        }
        IOException last = null;
        for (int tries = 0; tries < REMOVALS_MAX; tries++) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (IOException busy) {
                last = busy;
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        log.infof("%s stays until the next start: %s", group, last);
    }

    private void removeStale() throws IOException {
        try (var groups = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path group : groups) if (isStale(group)) remove(group);
        }
    }

    private static boolean isStale(Path group) {
        String name = String.valueOf(group.getFileName());
        try {
            long host = Long.parseLong(name.substring(PREFIX.length()).split("-", 2)[0]);
            return ProcessHandle.of(host).isEmpty();
        } catch (NumberFormatException notOurs) {
            return false;
        }
    }
}
