package dev.mayfly.standalone.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;

/** What a server said: the last lines in memory, more of it in a file, which is set aside once when it has grown too large. */
final class BoundedLog implements AutoCloseable {
    private static final int RECENT_LINES_MAX = 60;
    private final Path file;
    private final long bytesMax;
    private final ArrayDeque<String> recent = new ArrayDeque<>();
    private OutputStream out;
    private long bytes;

    BoundedLog(Path file, long bytesMax) throws IOException {
        this.file = file;
        this.bytesMax = bytesMax;
        this.bytes = Files.exists(file) ? Files.size(file) : 0;
        this.out = open();
    }

    /** Keeps the line. A full disk costs the file, never the server that speaks. */
    synchronized void add(String line) {
        if (recent.size() == RECENT_LINES_MAX) recent.removeFirst();
        recent.addLast(line);
        var encoded = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (bytes + encoded.length > bytesMax) setAside();
            out.write(encoded);
            bytes += encoded.length;
        } catch (IOException e) {
            recent.addLast("(not written to " + file + ": " + e.getMessage() + ")");
        }
    }

    synchronized List<String> recent() {
        return List.copyOf(recent);
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setAside() throws IOException {
        out.close();
        Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        out = open();
        bytes = 0;
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
