package dev.mayfly.isolates.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A private directory with one folder per worker, which holds its socket and nothing else. Named after the process that owns it,
 * so that the next start can remove what a killed one left behind.
 */
final class RunDirectory implements AutoCloseable {
    private static final Logger log = Logger.getLogger(RunDirectory.class);
    private static final String PREFIX = "mayfly-w-";

    /** The kernel's limit for the path of a socket, less the terminating zero. */
    private static final int SOCKET_PATH_MAX = 107;

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /** @param permissions of the directory, such as {@code rwx------} */
    static RunDirectory make(Path parent, String permissions) throws IOException {
        removeStale(parent);
        Path path = Files.createTempDirectory(
                parent,
                PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        int longest = path.resolve("2147483647").resolve("s").toString().length();
        if (longest > SOCKET_PATH_MAX) {
            Files.delete(path);
            throw new IOException("the path %s is too long for sockets: set mayfly.isolates.socket-dir to a shorter one"
                    .formatted(path));
        }
        return new RunDirectory(path);
    }

    Path path() {
        return path;
    }

    /** The folder of one worker, which only its user may enter. */
    Path folder(int worker, Optional<Integer> uid) throws IOException {
        Path folder = path.resolve(Integer.toString(worker));
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (uid.isPresent()) Files.setAttribute(folder, "unix:uid", uid.get());
        return folder;
    }

    void remove(int worker) {
        delete(path.resolve(Integer.toString(worker)));
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void removeStale(Path parent) throws IOException {
        try (var siblings = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path sibling : siblings) if (isStale(sibling)) delete(sibling);
        }
    }

    private static boolean isStale(Path sibling) {
        String[] pidAndRest =
                sibling.getFileName().toString().substring(PREFIX.length()).split("-", 2);
        try {
            return Files.isWritable(sibling)
                    && ProcessHandle.of(Long.parseLong(pidAndRest[0])).isEmpty();
        } catch (NumberFormatException notOurs) {
            return false;
        }
    }

    private static void delete(Path root) {
        if (!Files.exists(root)) return;
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            log.debugf(e, "could not remove %s", root);
        }
    }
}
