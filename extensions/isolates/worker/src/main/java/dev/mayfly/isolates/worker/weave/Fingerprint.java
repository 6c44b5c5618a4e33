package dev.mayfly.isolates.worker.weave;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** One line that changes when any of the files does. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Collection<Path> files, String extra) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(extra.getBytes(StandardCharsets.UTF_8));
            for (var file : files.stream().sorted().toList()) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
