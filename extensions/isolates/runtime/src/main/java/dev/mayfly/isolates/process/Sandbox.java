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
 * to the weakest: bubblewrap as a user that owns nothing (when we are root), bubblewrap as ourselves, death with the host alone.
 *
 * @param uid the user that workers run as, when it is not ours
 */
record Sandbox(boolean bubblewrap, boolean setpriv, Optional<Integer> uid, LockIn lockIn) {
    /** "nobody": owns no file. */
    static final int NOBODY = 65534;

    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/lib", "/usr/lib64", "/lib", "/lib64");

    static final Sandbox NONE = new Sandbox(
            false, false, Optional.empty(), new LockIn(Set.of(), List.of("switched off: mayfly.isolates.lock-in=off")));

    /** Tries on the spot what works, with the JDK that workers will run on. */
    static Sandbox detect(Path javaHome) {
        boolean setpriv = runs(List.of("setpriv", "--pdeathsig", "KILL", "--", "true"));
        List<String> remarks = new ArrayList<>();
        if (!setpriv) remarks.add("setpriv does not work here: workers end when their socket does");
        boolean root = isRoot();
        if (root && setpriv) {
            var asNobody = new Sandbox(true, true, Optional.of(NOBODY), LockIn.UNKNOWN);
            if (asNobody.works(javaHome)) return asNobody.describedBy(remarks);
            remarks.add("bubblewrap does not work as user %d (is the JDK in %s readable for everybody?)"
                    .formatted(NOBODY, javaHome));
        }
        var asOurselves = new Sandbox(true, setpriv, Optional.empty(), LockIn.UNKNOWN);
        if (asOurselves.works(javaHome)) return asOurselves.describedBy(remarks);
        remarks.add("bubblewrap (bwrap) is not installed or may not make namespaces here");
        return new Sandbox(false, setpriv, Optional.empty(), LockIn.UNKNOWN).describedBy(remarks);
    }

    /** The command that runs {@code command} inside these walls. The folders are seen at the paths that they have outside. */
    List<String> wrap(List<String> command, Path workingDirectory, List<Path> readable, List<Path> writable) {
        return wrap(command, workingDirectory, readable, writable, workingDirectory);
    }

    /** @param shownAs where the working directory, which stands first among the readable ones, is seen inside */
    List<String> wrap(
            List<String> command, Path workingDirectory, List<Path> readable, List<Path> writable, Path shownAs) {
        List<String> all = new ArrayList<>();
        if (setpriv) {
            all.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
            uid.ifPresent(id -> all.addAll(List.of("--reuid=" + id, "--regid=" + id, "--clear-groups")));
            all.add("--");
        }
        if (bubblewrap) {
            all.addAll(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"));
            all.addAll(List.of("--setenv", "LC_ALL", "C.UTF-8", "--setenv", "HOME", "/tmp"));
            for (String folder : SYSTEM_FOLDERS) bindSystem(all, folder);
            all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
            for (Path path : readable) bind(all, "--ro-bind", path, path);
            bind(all, "--ro-bind", workingDirectory, shownAs);
            for (Path path : writable) bind(all, "--bind", path, path);
            all.addAll(List.of("--chdir", shownAs.toString(), "--"));
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
                bind(all, "--ro-bind", path, path);
            }
        } else if (Files.isDirectory(path)) {
            bind(all, "--ro-bind", path, path);
        }
    }

    private static void bind(List<String> all, String how, Path from, Path to) {
        all.addAll(List.of(how, from.toString(), to.toString()));
    }

    private boolean works(Path javaHome) {
        Path java = javaHome.resolve("bin").resolve("java");
        return runs(wrap(List.of(java.toString(), "-Xshare:auto", "-version"), javaHome, List.of(), List.of()));
    }

    private Sandbox describedBy(List<String> remarks) {
        var on = EnumSet.noneOf(Layer.class);
        if (setpriv || bubblewrap) on.add(Layer.diesWithHost);
        if (bubblewrap) on.addAll(List.of(Layer.noNetwork, Layer.noFiles, Layer.noProcesses));
        if (uid.isPresent() || (bubblewrap && !isRoot())) on.add(Layer.ownUser);
        return new Sandbox(bubblewrap, setpriv, uid, new LockIn(on, remarks));
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean runs(List<String> command) {
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
