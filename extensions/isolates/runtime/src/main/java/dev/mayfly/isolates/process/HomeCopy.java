package dev.mayfly.isolates.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The worker's home where the user "nobody" can read it. A checkout below a private directory (such as root's home) cannot be
 * bound into the sandbox by that user, so it is copied once per start; times and sizes stay as they are, since the AOT cache
 * compares them.
 */
final class HomeCopy {
    private HomeCopy() {}

    static Path readable(Path home, Path directory) throws IOException {
        if (everybodyReaches(home.toRealPath())) return home;
        Path copy = directory.resolve("home");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path from : (Iterable<Path>) files::iterator) {
                Path to = copy.resolve(home.relativize(from).toString());
                if (Files.isDirectory(from)) Files.createDirectories(to);
                else Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setPosixFilePermissions(to, open(Files.isDirectory(from)));
            }
        }
        return copy;
    }

    private static boolean everybodyReaches(Path path) throws IOException {
        for (Path at = path; at != null; at = at.getParent())
            if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) return false;
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files::iterator)
                if (!Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) return false;
        }
        return true;
    }

    private static Set<PosixFilePermission> open(boolean folder) {
        var all = java.util.EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if (folder) all.addAll(Set.of(PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OTHERS_EXECUTE));
        return all;
    }
}
