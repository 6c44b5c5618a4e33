package dev.mayfly.standalone.embedded;

import dev.mayfly.standalone.StartRefused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The servers' programs, taken out of their jars once a version. A folder that has its final name is complete. */
record Binaries(Path folder) {
    private static final String POSTGRES = "/postgres-linux-x86_64.txz";
    private static final String REDIS = "/redis-server-6.2.6-v5-linux-amd64";

    /** The folder with PostgreSQL's {@code bin}, {@code lib} and {@code share}. */
    Path postgres() throws IOException {
        return unpackedOnce("postgres-" + version("postgres"), POSTGRES, Binaries::untar);
    }

    /** The Redis server's executable. */
    Path redis() throws IOException {
        var home = unpackedOnce("redis-" + version("redis"), REDIS, (in, to) -> {
            var server = to.resolve("redis-server");
            Files.copy(in, server);
            Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
        });
        return home.resolve("redis-server");
    }

    private Path unpackedOnce(String name, String resource, Unpacker unpacker) throws IOException {
        var target = folder.resolve(name);
        if (Files.isDirectory(target)) return target;
        Folders.createPrivate(folder);
        var beside = folder.resolve(name + ".unpacking");
        Folders.delete(beside);
        Files.createDirectory(beside);
        try (var in = Binaries.class.getResourceAsStream(resource)) {
            if (in == null) throw new StartRefused("this build of Mayfly lacks " + resource.substring(1));
            unpacker.unpack(new BufferedInputStream(in, 1 << 16), beside);
        } catch (IOException e) {
            deleteQuietly(beside, e);
            throw e;
        }
        return Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Half of a program is of no use, and a disk that is full needs the room. */
    private static void deleteQuietly(Path folder, IOException first) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    private static void untar(InputStream packed, Path to) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (isNeeded(entry.getName())) write(tar, entry, inside(to, to.resolve(entry.getName())), to);
            }
        }
    }

    private static boolean isNeeded(String name) {
        return !name.startsWith("include/") && !name.endsWith(".a");
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target, Path root)
            throws IOException {
        Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(root));
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            inside(root, target.resolveSibling(entry.getLinkName()));
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, target);
            var executable = (entry.getMode() & 0111) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        } else {
            throw new IOException("unexpected kind of entry in the archive: " + entry.getName());
        }
    }

    /** The path, or a refusal when it leads out of the root. */
    static Path inside(Path root, Path path) throws IOException {
        var normal = path.normalize();
        if (!normal.startsWith(root.normalize())) throw new IOException("the archive leads out of its folder: " + path);
        return normal;
    }

    static String version(String server) {
        var versions = new Properties();
        try (var in = Binaries.class.getResourceAsStream("versions.properties")) {
            if (in != null) versions.load(in);
        } catch (IOException e) {
            throw new StartRefused("this build of Mayfly lacks its list of versions", e);
        }
        return Optional.ofNullable(versions.getProperty(server)).orElseThrow();
    }

    private interface Unpacker {
        void unpack(InputStream in, Path to) throws IOException;
    }
}
