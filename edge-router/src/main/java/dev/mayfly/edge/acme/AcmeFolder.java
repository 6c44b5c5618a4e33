package dev.mayfly.edge.acme;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.shredzone.acme4j.util.KeyPairUtils;

/** What is kept of an authority. Files take their places when they are whole, and are their owner's alone. */
final class AcmeFolder {
    private static final String CERTIFICATE = "certificate.pem";
    private static final String ACCOUNT = "account.pem";
    private static final String LOCK = "lock";
    private static final String CHALLENGES = "challenges";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path home;

    AcmeFolder(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve(CHALLENGES));
    }

    /** Key and chain, one behind the other. */
    Optional<byte[]> certificate() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(home.resolve(CERTIFICATE)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** When the certificate was written; another time is another certificate. */
    Optional<FileTime> certificateOf() throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(home.resolve(CERTIFICATE)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @param chain PEM, the certificate itself first */
    void keep(KeyPair key, String chain) throws IOException {
        write(home.resolve(CERTIFICATE), pem(key) + chain);
    }

    /** PKCS #8. */
    static String pem(KeyPair key) {
        return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(PEM.encodeToString(key.getPrivate().getEncoded()));
    }

    /** Of the kind that all authorities and clients take. */
    static KeyPair newKey() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            return keys.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes keys of P-256", e);
        }
    }

    /** The key by which the authority knows the operator, made when there is none. */
    KeyPair account() throws IOException {
        Path file = home.resolve(ACCOUNT);
        if (Files.exists(file)) return KeyPairUtils.readKeyPair(new StringReader(Files.readString(file)));
        KeyPair made = newKey();
        StringWriter text = new StringWriter();
        KeyPairUtils.writeKeyPair(made, text);
        write(file, text.toString());
        return made;
    }

    /** What the authority will ask any of the routers for. */
    void expect(String token, String answer) throws IOException {
        write(challenge(token), answer);
    }

    void forget(String token) throws IOException {
        Files.deleteIfExists(challenge(token));
    }

    /** @param token letters, digits, dashes and underscores alone */
    Path challenge(String token) {
        return home.resolve(CHALLENGES).resolve(token);
    }

    /** Does something while no other router does; false where one is at it. */
    boolean alone(Deed deed) throws Exception {
        try (FileChannel file =
                        FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null) return false;
            deed.run();
            return true;
        }
    }

    interface Deed {
        void run() throws Exception;
    }

    private static void write(Path file, String text) throws IOException {
        Path whole = Files.createTempFile(
                file.getParent(),
                ".new",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, text);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
