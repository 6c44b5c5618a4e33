package dev.mayfly.isolates.process;

import dev.mayfly.isolates.LockIn;
import dev.mayfly.isolates.LockIn.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The walls that this machine offers, found by trying them: the command line that stands before a worker's own. From the strongest
 * to the weakest: bubblewrap as a user that owns nothing (when we are root), bubblewrap as ourselves, and without bubblewrap the same two.
 *
 * @param uid the user that workers run as, when it is not ours
 * @param wall the filter of system calls that bubblewrap sets
 * @param limits whether a shell stands before it all, which sets limits and opens the filter
 * @param sealing whether the kernel lets a worker seal itself
 */
record Sandbox(
        boolean bubblewrap,
        boolean setpriv,
        Optional<Integer> uid,
        Optional<Path> wall,
        boolean limits,
        boolean sealing,
        LockIn lockIn) {
    /** "nobody": owns no file. */
    static final int NOBODY = 65534;

    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/lib", "/usr/lib64", "/lib", "/lib64");
    private static final Path SECCOMP_ACTIONS = Path.of("/proc/sys/kernel/seccomp/actions_avail");

    /**
     * Arguments: the control group or nothing, the filter or nothing, the command. It becomes the command. What a terminal or a
     * service manager tells the whole group of processes is for the host to hear, which stops its workers itself.
     */
    private static final String SHELL = """
            trap '' HUP INT QUIT TERM
            [ -z "$1" ] || echo 0 >"$1/cgroup.procs" || exit 125
            ulimit -c 0 && ulimit -n 256 && ulimit -f 0 || exit 125
            [ -z "$2" ] || exec 9<"$2" || exit 125
            shift 2
            exec "$@"
            """;

    private static final String FILTER_DESCRIPTOR = "9";

    static final Sandbox NONE = new Sandbox(
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            new LockIn(Set.of(), List.of("switched off: mayfly.isolates.lock-in=off")));

    /** Tries on the spot what works, with the JDK that workers will run on. @param home of the worker, which holds the filters */
    static Sandbox detect(Path javaHome, Path home, Optional<ControlGroups> groups) {
        return detect(javaHome, home).capped(groups);
    }

    private static Sandbox detect(Path javaHome, Path home) {
        List<String> remarks = new ArrayList<>();
        boolean setpriv = runs(List.of("setpriv", "--pdeathsig", "KILL", "--", "true"));
        if (!setpriv)
            remarks.add("setpriv does not work here (install util-linux): workers end when their socket does");
        boolean limits = runs(List.of("sh", "-c", SHELL, "mayfly", "", "", "true"));
        if (!limits) remarks.add("sh cannot set limits here (ulimit)");
        Path filter = home.resolve(System.getProperty("os.arch") + ".wall");
        boolean sealing = filtersWork() && Files.isReadable(filter);
        if (!sealing)
            remarks.add(
                    "system calls are not filtered: the kernel has no seccomp, or there is no %s".formatted(filter));
        Optional<Path> wall = sealing && limits ? Optional.of(filter) : Optional.empty();
        boolean root = isRoot();
        Optional<Integer> nobody = root && setpriv ? Optional.of(NOBODY) : Optional.empty();
        if (nobody.isPresent()) {
            var asNobody = new Sandbox(true, true, nobody, wall, limits, sealing, LockIn.UNKNOWN);
            if (asNobody.works(javaHome)) return asNobody.describedBy(remarks);
        }
        var asOurselves = new Sandbox(true, setpriv, Optional.empty(), wall, limits, sealing, LockIn.UNKNOWN);
        if (asOurselves.works(javaHome)) {
            if (root) remarks.add("workers run as root within their walls: " + unreadable(javaHome));
            return asOurselves.describedBy(remarks);
        }
        remarks.add(
                "bubblewrap (bwrap) is not installed (apt-get install bubblewrap, dnf install bubblewrap) or may not make"
                        + " namespaces here (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces above 0,"
                        + " kernel.apparmor_restrict_unprivileged_userns=0)");
        var bare = new Sandbox(false, setpriv, nobody, Optional.empty(), limits, sealing, LockIn.UNKNOWN);
        if (nobody.isEmpty()) return bare.describedBy(notOwnUser(remarks));
        if (bare.works(javaHome)) return bare.describedBy(remarks);
        remarks.add("workers run as root: " + unreadable(javaHome));
        return new Sandbox(false, setpriv, Optional.empty(), Optional.empty(), limits, sealing, LockIn.UNKNOWN)
                .describedBy(remarks);
    }

    private static List<String> notOwnUser(List<String> remarks) {
        remarks.add("workers run as the user that Mayfly runs as");
        return remarks;
    }

    private static String unreadable(Path javaHome) {
        return "it does not work as user %d (is the JDK in %s readable for everybody?)".formatted(NOBODY, javaHome);
    }

    private static boolean filtersWork() {
        try {
            return List.of(Files.readString(SECCOMP_ACTIONS).strip().split(" ")).contains("errno");
        } catch (IOException notInThisKernel) {
            return false;
        }
    }

    /** What of the machine a command sees. The folders are seen at the paths that they have outside. */
    record View(Path workingDirectory, Path shownAs, List<Path> readable) {
        View(Path workingDirectory, List<Path> readable) {
            this(workingDirectory, workingDirectory, readable);
        }
    }

    /** The command that runs {@code command} inside these walls. @param group the control group that it joins */
    List<String> wrap(List<String> command, View view, Optional<Path> group) {
        List<String> all = new ArrayList<>();
        if (limits) {
            all.addAll(List.of("sh", "-c", SHELL, "mayfly"));
            all.add(group.map(Path::toString).orElse(""));
            all.add(wall.map(Path::toString).orElse(""));
        }
        if (setpriv) {
            all.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
            // Not with bubblewrap, which on some systems has rights of its own; it does the same itself.
            if (!bubblewrap) all.add("--no-new-privs");
            uid.ifPresent(id -> all.addAll(List.of("--reuid=" + id, "--regid=" + id, "--clear-groups")));
            all.add("--");
        }
        if (bubblewrap) {
            all.addAll(List.of("bwrap", "--unshare-all", "--die-with-parent", "--clearenv"));
            // A session of its own keeps a worker from typing into our terminal, as the filter does. But the kernel
            // shares
            // the processor among sessions first (autogroup, sched(7)): priorities would count within the worker only.
            if (wall.isEmpty()) all.add("--new-session");
            all.addAll(List.of("--setenv", "LC_ALL", "C.UTF-8", "--setenv", "HOME", "/tmp"));
            for (String folder : SYSTEM_FOLDERS) bindSystem(all, folder);
            all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
            for (Path path : view.readable()) bind(all, path, path);
            bind(all, view.workingDirectory(), view.shownAs());
            all.addAll(List.of("--chdir", view.shownAs().toString()));
            if (wall.isPresent()) all.addAll(List.of("--seccomp", FILTER_DESCRIPTOR));
            all.add("--");
        }
        all.addAll(command);
        return List.copyOf(all);
    }

    private static void bindSystem(List<String> all, String folder) {
        Path path = Path.of(folder);
        if (Files.isSymbolicLink(path)) {
            try {
                all.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), folder));
            } catch (IOException unreadable) {
                bind(all, path, path);
            }
        } else if (Files.isDirectory(path)) {
            bind(all, path, path);
        }
    }

    /** Read-only, which does not keep anybody from connecting to a socket. */
    private static void bind(List<String> all, Path from, Path to) {
        all.addAll(List.of("--ro-bind", from.toString(), to.toString()));
    }

    private boolean works(Path javaHome) {
        Path java = javaHome.resolve("bin").resolve("java");
        var view = new View(javaHome, List.of());
        return runs(wrap(List.of(java.toString(), "-Xshare:auto", "-version"), view, Optional.empty()));
    }

    /** With what a control group adds, which needs the shell. */
    private Sandbox capped(Optional<ControlGroups> groups) {
        var on = EnumSet.noneOf(Layer.class);
        on.addAll(lockIn.on());
        List<String> remarks = new ArrayList<>(lockIn.remarks());
        if (limits && groups.isPresent()) on.add(Layer.cappedMemory);
        else
            remarks.add(
                    "memory is bounded by the JVM only: there is no control group (version 2) that this user may divide"
                            + " (systemd-run --user --scope -p Delegate=yes ./mayfly dev, or Delegate=memory pids in a unit)");
        return new Sandbox(bubblewrap, setpriv, uid, wall, limits, sealing, new LockIn(on, remarks));
    }

    private Sandbox describedBy(List<String> remarks) {
        var on = EnumSet.noneOf(Layer.class);
        if (setpriv || bubblewrap) on.add(Layer.diesWithHost);
        if (bubblewrap) on.addAll(List.of(Layer.noNetwork, Layer.noFiles, Layer.noProcesses));
        if (uid.isPresent() || (bubblewrap && !isRoot())) on.add(Layer.ownUser);
        if (bubblewrap && wall.isPresent()) on.add(Layer.fewSystemCalls);
        if (sealing) on.add(Layer.sealed);
        if (limits) on.add(Layer.boundedResources);
        return new Sandbox(bubblewrap, setpriv, uid, wall, limits, sealing, new LockIn(on, remarks));
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whether the command ends well within a bounded time. */
    static boolean runs(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(10, TimeUnit.SECONDS)) return process.exitValue() == 0;
            process.destroyForcibly();
            return false;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
