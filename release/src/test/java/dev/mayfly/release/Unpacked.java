package dev.mayfly.release;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The archive as somebody else than root unpacked it, who has the tools of the system, a JDK, and neither bubblewrap nor another
 * Java nor Maven.
 */
final class Unpacked implements AutoCloseable {
    private static final Set<String> NOT_THERE = Set.of("bwrap", "java", "javac", "mvn");
    private static final String NOBODY = "65534";
    private static final long COMMAND_SECONDS_MAX = 120;

    private final Path folder;
    private final Path path;
    final Path home;

    private Unpacked(Path folder, Path path, Path home) {
        this.folder = folder;
        this.path = path;
        this.home = home;
    }

    /** What a command said, on both streams, and how it ended. */
    record Said(String text, int code) {}

    static Unpacked in(Path folder, Path archive) throws Exception {
        run(folder, List.of("tar", "-xzf", archive.toString()));
        Path home;
        try (var unpacked = Files.list(folder)) {
            home = unpacked.toList().getFirst();
        }
        var path = Files.createDirectory(folder.resolve("path"));
        for (var directory : List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")) {
            try (var programs = Files.list(Path.of(directory))) {
                for (var program : programs.toList()) {
                    var link = path.resolve(program.getFileName());
                    if (!NOT_THERE.contains(program.getFileName().toString()) && !Files.exists(link, NOFOLLOW_LINKS))
                        Files.createSymbolicLink(link, program);
                }
            }
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (isRoot()) run(folder, List.of("chown", "-R", "-h", NOBODY + ":" + NOBODY, folder.toString()));
        return new Unpacked(folder, path, home);
    }

    /** Runs {@code mayfly} to its end. */
    Said mayfly(String... arguments) throws Exception {
        var process = start(List.of(), arguments);
        var killer = Thread.ofPlatform().daemon().start(() -> endLater(process));
        var text = new String(process.getInputStream().readAllBytes());
        var code = process.waitFor();
        killer.interrupt();
        return new Said(text, code);
    }

    /** Starts {@code mayfly} with more in its environment, each as {@code NAME=value}. */
    Process start(List<String> environment, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isRoot()) command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
        command.addAll(List.of("env", "-i", "HOME=" + folder, "PATH=" + path));
        command.add("JAVA_HOME=" + System.getProperty("java.home"));
        command.addAll(environment);
        command.add(home.resolve("mayfly").toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** Removes the links to programs; JUnit would tell of each that it leads out of its folder. */
    @Override
    public void close() throws Exception {
        run(folder, List.of("rm", "-r", path.toString()));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void endLater(Process process) {
        try {
            if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Path where, List<String> command) throws Exception {
        var process = new ProcessBuilder(command)
                .directory(where.toFile())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + " failed");
    }
}
