package dev.mayfly.standalone;

import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.standalone.embedded.Folders;
import dev.mayfly.standalone.embedded.PostgresServer;
import dev.mayfly.standalone.embedded.RedisServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The one place on disk that Mayfly writes to, readable by its owner only and held by one Mayfly at a time. A directory that holds
 * other things is never touched.
 */
final class DataDirectory implements AutoCloseable {
    private static final String POSTGRES = "postgres";
    private static final String HAS_DATABASE = "database";
    private static final String FORMAT = "Mayfly data directory, format 1";
    private static final long FREE_BYTES_MIN = 64L << 20;
    private static final long FREE_BYTES_MIN_FIRST =
            300L << 20; // programs 90 MB, an empty database 40 MB, its log 16 MB and more

    private static final Set<StandardOpenOption> LOCK_OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path home;
    private final FileChannel lock;

    private DataDirectory(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /** Makes the directory when it is not there, takes its lock, and refuses what is not fit for use. */
    static DataDirectory open(Path asked) throws IOException {
        var home = asked.toAbsolutePath().normalize();
        if (Files.exists(home) && !Files.isDirectory(home))
            throw new StartRefused(
                    "%s is a file, not a directory: move it away, or choose another --data-dir.".formatted(home));
        try {
            requireRoom(home);
            Folders.createPrivate(home);
            var real = home.toRealPath();
            requireOurs(real);
            Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
            var directory = new DataDirectory(real, lock(real));
            directory.prepare();
            return directory;
        } catch (AccessDeniedException e) {
            throw new StartRefused(
                    "%s is not writable for this user (%s): change its owner, or choose another --data-dir."
                            .formatted(home, e.getMessage()));
        } catch (FileSystemException e) {
            throw new StartRefused("%s cannot be used: %s. Choose another --data-dir."
                    .formatted(home, Optional.ofNullable(e.getReason()).orElse(e.toString())));
        }
    }

    PostgresServer.Layout postgres() {
        return new PostgresServer.Layout(
                home.resolve("programs"), home.resolve(POSTGRES), home.resolve("postgres-password"), log(POSTGRES));
    }

    RedisServer.Layout redis() {
        return new RedisServer.Layout(home.resolve("programs"), home.resolve("redis"), log("redis"));
    }

    Path token() {
        return home.resolve("token");
    }

    Path home() {
        return home;
    }

    /** The one that reaches everything. */
    TokenText operatorToken() throws IOException {
        return TokenFile.in(token(), TokenText.Kind.operator);
    }

    /** What services show each other. */
    TokenText platformToken() throws IOException {
        return TokenFile.in(home.resolve("platform-token"), TokenText.Kind.platform);
    }

    /** A secret that may be made anew when it is lost: only who holds the old one notices. */
    Secret renewable(String name) throws IOException {
        return Secret.in(home.resolve(name));
    }

    /** A secret without which the data cannot be read again. */
    Secret irreplaceable(String name) throws IOException {
        if (!Files.exists(home.resolve(name)) && Files.exists(postgres().data()))
            throw new StartRefused(
                    "%s is missing, and the data in %s cannot be read without it. Put the file back, or move the directory away to begin with an empty one."
                            .formatted(home.resolve(name), home));
        return Secret.in(home.resolve(name));
    }

    /** Refuses to go on with an empty database where there was one before. */
    void requireDatabase() throws IOException {
        if (Files.exists(home.resolve(HAS_DATABASE)) && !Files.exists(postgres().data()))
            throw new StartRefused(
                    "%s is missing: all accounts and functions of this data directory were in it. Put it back, or move %s away to begin with an empty one."
                            .formatted(postgres().data(), home));
    }

    /** From now on it has a database, and is nothing without it. */
    void hasDatabase() throws IOException {
        var mark = home.resolve(HAS_DATABASE);
        if (!Files.exists(mark)) PrivateFile.write(mark, "The database is in the folder %s.\n".formatted(POSTGRES));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private Path log(String server) {
        return home.resolve("logs").resolve(server + ".log");
    }

    private void prepare() throws IOException {
        var format = home.resolve("format");
        if (!Files.exists(format)) PrivateFile.write(format, FORMAT + "\n");
        Folders.createPrivate(home.resolve("logs"));
    }

    /** Asked before anything is made, so that a full disk is left as it was. */
    private static void requireRoom(Path home) throws IOException {
        var there = home;
        while (!Files.exists(there) && there.getParent() != null) there = there.getParent();
        var disk = Files.getFileStore(there);
        if (disk.getTotalSpace() == 0)
            return; // such as /proc: no disk, so not full; making the directory says what is wrong
        var free = disk.getUsableSpace();
        var needed = Files.exists(home.resolve(POSTGRES)) ? FREE_BYTES_MIN : FREE_BYTES_MIN_FIRST;
        if (free < needed)
            throw new StartRefused("The disk that holds %s is full: %d MB are free, Mayfly needs %d MB to start."
                    .formatted(home, free >> 20, needed >> 20));
    }

    private static void requireOurs(Path home) throws IOException {
        var format = home.resolve("format");
        if (Files.isRegularFile(format, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.size(format) <= 1_000 && Files.readString(format).strip().equals(FORMAT)) return;
            throw new StartRefused(
                    "%s was made by another version of Mayfly, or is damaged: its file format does not say \"%s\"."
                            .formatted(home, FORMAT));
        }
        try (var entries = Files.list(home)) {
            Predicate<Path> ours = entry -> entry.endsWith("lock") || entry.endsWith("format.new");
            var foreign = entries.filter(ours.negate()).findFirst();
            if (foreign.isPresent())
                throw new StartRefused(
                        "%s is no data directory of Mayfly (it holds %s, but no file named format): choose an empty one."
                                .formatted(home, foreign.get().getFileName()));
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        var file = home.resolve("lock");
        var channel = FileChannel.open(file, LOCK_OPTIONS, PrivateFile.OWNER_ONLY);
        if (tryLock(channel).isEmpty()) {
            channel.close();
            throw new StartRefused(
                    "%s is in use by the Mayfly with process id %s: stop it, or choose another --data-dir."
                            .formatted(home, Files.readString(file).strip()));
        }
        var pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // held by this very process
        }
    }
}
