package dev.mayfly.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** 32 random bytes in hex, kept in a file that only its owner reads. */
record Secret(String hex) {
    private static final int BYTES = 32;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The secret in that file; a new one when there is no file. */
    static Secret in(Path file) throws IOException {
        try {
            var text = Files.size(file) > 1_000
                    ? ""
                    : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            if (!HEX.matcher(text).matches())
                throw new StartRefused(
                        "%s is damaged: it does not hold 64 hexadecimal digits. Put the file back as it was."
                                .formatted(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return new Secret(text);
        } catch (NoSuchFileException e) {
            var bytes = new byte[BYTES];
            RANDOM.nextBytes(bytes);
            var secret = new Secret(HexFormat.of().formatHex(bytes));
            PrivateFile.write(file, secret.hex + "\n");
            return secret;
        } catch (IOException e) {
            throw new StartRefused("%s cannot be read: %s. Make it readable for this user.".formatted(file, e), e);
        }
    }

    String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
