package dev.mayfly.edge.geography;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The operator's own database: read at the start, and again when the file has changed. */
final class DatabaseFile {
    private static final Logger LOG = Logger.getLogger(DatabaseFile.class);
    private static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, null);

    private final Path file;
    private final long bytesMax;
    private Stamp seen = ABSENT;

    /** What tells one content of the file from another. */
    private record Stamp(
            FileTime modified, long bytes, @Nullable Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(about.lastModifiedTime(), about.size(), about.fileKey());
        }
    }

    DatabaseFile(Path file, long bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
    }

    /** At the start. Fails with {@link IllegalArgumentException}, which names the setting. */
    synchronized AddressDatabase read() {
        try {
            seen = Stamp.of(file);
            return load();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "mayfly.edge.geography.database is %s, which is no database of addresses in MaxMind's format that can be read: %s"
                            .formatted(file, reason(e)),
                    e);
        }
    }

    /** What the file has become; empty when it is as it was, or has become something that cannot be read, which the log tells once. */
    synchronized Optional<AddressDatabase> changed() {
        Stamp before = seen;
        seen = stamp();
        if (seen.equals(before)) return Optional.empty();
        try {
            AddressDatabase database = load();
            LOG.infof("the database of addresses has changed and was read again: %s", file);
            return Optional.of(database);
        } catch (IOException e) {
            LOG.warnf(
                    "the database of addresses has changed and cannot be read; the one before stays: %s: %s",
                    file, reason(e));
            return Optional.empty();
        }
    }

    private Stamp stamp() {
        try {
            return Stamp.of(file);
        } catch (IOException e) {
            return ABSENT;
        }
    }

    private AddressDatabase load() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(bytesMax + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > bytesMax)
                throw new IOException("it has more than the %d bytes of mayfly.edge.geography.database-bytes-max"
                        .formatted(bytesMax));
            return AddressDatabase.of(bytes);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
