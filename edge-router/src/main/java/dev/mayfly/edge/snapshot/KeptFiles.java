package dev.mayfly.edge.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A folder of encrypted files. The key is derived from the platform's token (HKDF, RFC 5869): who has that may ask the control plane for the
 * same. A file is there as a whole or not at all; what was changed, exchanged for another or cut off is not read (AES-256-GCM, SP 800-38D).
 */
final class KeptFiles implements AutoCloseable {
    private static final byte[] FORMAT = "mfk1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final long FILE_MAX = 512L << 20;
    private static final String LOCK = "lock";
    private static final String PART = ".part";

    private final Path folder;
    private final SecretKey key;
    private final FileChannel lock;
    private final SecureRandom random = new SecureRandom();

    private KeptFiles(Path folder, SecretKey key, FileChannel lock) {
        this.folder = folder;
        this.key = key;
        this.lock = lock;
    }

    /** Makes the folder if need be, for its owner alone. Fails where another process has it. */
    static KeptFiles in(Path folder, String token) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new IOException("another router has " + folder);
        }
        return new KeptFiles(folder, key(token), channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    private static SecretKey key(String token) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(token.getBytes(StandardCharsets.UTF_8))
                                    .thenExpand(
                                            "mayfly edge-router kept files".getBytes(StandardCharsets.UTF_8),
                                            KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
        }
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** @param lasting whether it shall outlive a loss of power, which takes a moment longer */
    void write(String name, byte[] content, boolean lasting) throws IOException {
        Path part = folder.resolve(name + PART);
        try (FileChannel out = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer sealed = seal(name, content);
            while (sealed.hasRemaining()) out.write(sealed);
            if (lasting) out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty when there is none. Fails when it is not what was written under this name and token. */
    Optional<byte[]> read(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) return Optional.empty();
        if (Files.size(file) > FILE_MAX) throw new IOException(name + " is larger than it may be");
        return Optional.of(unseal(name, Files.readAllBytes(file)));
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    /** Deletes all files but these, and those of these that are being written. */
    void retain(Set<String> names) throws IOException {
        Set<Path> spared = new HashSet<>(Set.of(folder.resolve(LOCK)));
        for (String name : names) {
            spared.add(folder.resolve(name));
            spared.add(folder.resolve(name + PART));
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(found -> !spared.contains(found)).toList()) Files.deleteIfExists(file);
        }
    }

    private ByteBuffer seal(String name, byte[] content) throws IOException {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(zipped(content));
            return ByteBuffer.allocate(FORMAT.length + NONCE_BYTES + sealed.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(sealed)
                    .flip();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM takes any content", e);
        }
    }

    private byte[] unseal(String name, byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file);
        byte[] format = new byte[FORMAT.length];
        byte[] nonce = new byte[NONCE_BYTES];
        if (in.remaining() < FORMAT.length + NONCE_BYTES) throw new IOException(name + " is cut off");
        in.get(format).get(nonce);
        if (!Arrays.equals(format, FORMAT)) throw new IOException(name + " has another format");
        try {
            byte[] zipped = cipher(Cipher.DECRYPT_MODE, name, nonce).doFinal(file, in.position(), in.remaining());
            return new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
        } catch (GeneralSecurityException e) {
            throw new IOException(name + " was changed, or written under another platform token", e);
        }
    }

    private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] zipped(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream(content.length / 4 + 64);
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
