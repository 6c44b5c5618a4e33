package dev.mayfly.edge.acme;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is kept of an authority. Files take their places when they are whole, and are their owner's alone. */
final class AcmeFolder {
    private static final String CERTIFICATE = "certificate.pem";
    private static final String ACCOUNT = "account.pem";
    private static final String FAILURES = "failures";
    private static final String NEW = ".new";
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
        return content(home.resolve(CERTIFICATE));
    }

    private static Optional<byte[]> content(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
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
        return block("PRIVATE KEY", key.getPrivate().getEncoded());
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
        if (Files.exists(file)) return read(Files.readString(file));
        KeyPair made = newKey();
        write(file, pem(made) + block("PUBLIC KEY", made.getPublic().getEncoded()));
        return made;
    }

    /** Both halves: the private one alone does not tell the other to the JDK. */
    private static KeyPair read(String text) throws IOException {
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(content("PUBLIC KEY", text))),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(content("PRIVATE KEY", text))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("%s holds no key of P-256; without it a new account is made".formatted(ACCOUNT), e);
        }
    }

    private static byte[] content(String kind, String text) {
        String begin = "-----BEGIN %s-----".formatted(kind);
        int from = text.indexOf(begin), to = text.indexOf("-----END %s-----".formatted(kind));
        if (from < 0 || to < from) throw new IllegalArgumentException("there is no " + kind);
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    private static String block(String kind, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, PEM.encodeToString(content));
    }

    /** What the authority will ask any of the routers for. */
    void expect(String token, String answer) throws IOException {
        write(challenge(token), answer);
    }

    /** All that the authority may ask for now, by the name of its file. */
    Map<String, byte[]> expected() throws IOException {
        Map<String, byte[]> expected = new HashMap<>();
        try (Stream<Path> files = Files.list(home.resolve(CHALLENGES))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(NEW)) content(file).ifPresent(content -> expected.put(name, content));
            }
        }
        return expected;
    }

    void forget(String token) throws IOException {
        Files.deleteIfExists(challenge(token));
    }

    /** @param token letters, digits, dashes and underscores alone */
    Path challenge(String token) {
        return home.resolve(CHALLENGES).resolve(token);
    }

    /** The certificate by which any of the routers will meet the authority; key and certificate, one behind the other. */
    void expectTls(String name, KeyPair key, X509Certificate certificate) throws IOException {
        try {
            write(tlsChallenge(name), pem(key) + block("CERTIFICATE", certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IOException("the certificate for %s cannot be written".formatted(name), e);
        }
    }

    void forgetTls(String name) throws IOException {
        Files.deleteIfExists(tlsChallenge(name));
    }

    private Path tlsChallenge(String name) {
        return home.resolve(CHALLENGES).resolve(tlsFile(name));
    }

    /** @param name of a host, as {@link Asking} has it; no token has a dot */
    static String tlsFile(String name) {
        return "tls." + name;
    }

    /** What {@link Attempts} knows. */
    Optional<String> failures() throws IOException {
        return content(home.resolve(FAILURES)).map(text -> new String(text, StandardCharsets.UTF_8));
    }

    Instant failuresOf() throws IOException {
        return Files.getLastModifiedTime(home.resolve(FAILURES)).toInstant();
    }

    void failures(String text) throws IOException {
        write(home.resolve(FAILURES), text);
    }

    /** What a router that was killed left behind; nobody else writes while the folder is one's alone. */
    private void sweep() throws IOException {
        for (Path place : List.of(home, home.resolve(CHALLENGES)))
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.filter(Files::isRegularFile).toList())
                    if (!place.equals(home) || file.getFileName().toString().startsWith(NEW))
                        Files.deleteIfExists(file);
            }
    }

    /** Does something while no other router does; false where one is at it. */
    boolean alone(Deed deed) throws Exception {
        try (FileChannel file =
                        FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = locked(file)) {
            if (lock == null) return false;
            sweep();
            deed.run();
            return true;
        }
    }

    private static @Nullable FileLock locked(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException byThisProcess) {
            return null;
        }
    }

    interface Deed {
        void run() throws Exception;
    }

    private static void write(Path file, String text) throws IOException {
        Path whole = Files.createTempFile(
                file.getParent(),
                NEW,
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, text);
            // Or a machine that loses its power has the name without the content.
            try (FileChannel written = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
