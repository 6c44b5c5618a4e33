package dev.mayfly.standalone.embedded;

import dev.mayfly.standalone.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who the servers run as. PostgreSQL refuses to run as root, so under root they get a user namespace of their own in which they
 * are nobody; the files stay root's.
 */
final class SystemUser {
    private static final int ROOT = 0;

    private SystemUser() {}

    /** What stands before a server's command. */
    static List<String> prefix() {
        return uid() == ROOT ? List.of("unshare", "--user") : List.of();
    }

    /** Refuses when the tools that tie a server to this process are missing. */
    static void check() {
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(prefix());
        command.addAll(List.of("setpriv", "--pdeathsig", "TERM", "--", "true"));
        var failure = failure(command);
        if (failure.isEmpty()) return;
        if (uid() == ROOT
                && failure(List.of("setpriv", "--pdeathsig", "TERM", "--", "true"))
                        .isEmpty())
            throw new StartRefused(
                    "PostgreSQL does not run as root, and this system gives no user namespaces (%s): start Mayfly as a normal user."
                            .formatted(failure.get()));
        throw new StartRefused(
                "Mayfly needs the commands setsid, setpriv and unshare (package util-linux) to start its servers: "
                        + failure.get());
    }

    /** Nothing of the caller's settings reaches a server. */
    static void environment(Map<String, String> environment) {
        var path = Optional.ofNullable(environment.get("PATH"));
        environment.clear();
        environment.put("PATH", path.orElse("/usr/bin:/bin"));
        environment.put("LC_ALL", "C");
    }

    private static int uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            throw new StartRefused("Mayfly's embedded servers run on Linux only.", e);
        }
    }

    private static Optional<String> failure(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(10, TimeUnit.SECONDS)) return Optional.of(command + " hangs");
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
