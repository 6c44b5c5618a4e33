package dev.mayfly.cli.project;

import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** What the files of a project's folder look like at a moment; two that differ mean that something was changed. */
public record Sources(Map<Path, Look> files) {
    static final int FILES_MAX = 5_000;

    record Look(long changedMs, long bytes) {}

    /** @param except a folder that is none of the project's, such as the platform's data */
    public static Sources of(Path folder, Path except) {
        Map<Path, Look> files = new TreeMap<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
                    return below.equals(folder) || !isHidden(below) && !below.equals(except)
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (files.size() == FILES_MAX)
                        throw new Refusal(
                                "%s holds more than %d files, too many to watch; put the function into a folder of its own"
                                        .formatted(folder, FILES_MAX));
                    files.put(file, new Look(attributes.lastModifiedTime().toMillis(), attributes.size()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    // It was taken away while we looked.
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new Refusal("%s cannot be read: %s".formatted(folder, e.getMessage()));
        }
        return new Sources(files);
    }

    private static boolean isHidden(Path folder) {
        String name = folder.getFileName().toString();
        return name.startsWith(".") || name.equals("node_modules");
    }
}
