package dev.mayfly.isolates.worker.weave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a file only when its content changed: the start-up cache goes by the time of the jars it was made from. */
final class Changed {
    private Changed() {}

    static void write(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) return;
        Files.createDirectories(file.getParent());
        // Beside and then over it: a worker that starts now sees the old file or the new one.
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
