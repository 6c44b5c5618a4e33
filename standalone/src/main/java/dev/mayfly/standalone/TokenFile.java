package dev.mayfly.standalone;

import dev.mayfly.bindings.tokens.TokenText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/** A token in a file that only its owner reads. One that is lost is made anew: only who holds the old one notices. */
final class TokenFile {
    /** What data directories held before tokens had a form of their own; it gives way to a token. */
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private TokenFile() {}

    static TokenText in(Path file, TokenText.Kind kind) throws IOException {
        try {
            var text = Files.size(file) > 1_000
                    ? ""
                    : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            if (HEX.matcher(text).matches()) return make(file, kind);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return Optional.of(text)
                    .flatMap(TokenText::read)
                    .filter(token -> token.kind() == kind)
                    .orElseThrow(() -> damaged(file, kind));
        } catch (NoSuchFileException e) {
            return make(file, kind);
        } catch (IOException e) {
            throw new StartRefused("%s cannot be read: %s. Make it readable for this user.".formatted(file, e), e);
        }
    }

    private static TokenText make(Path file, TokenText.Kind kind) throws IOException {
        var token = TokenText.random(kind, new SecureRandom());
        PrivateFile.write(file, token.text() + "\n");
        return token;
    }

    private static StartRefused damaged(Path file, TokenText.Kind kind) {
        return new StartRefused(
                "%s is damaged: it does not hold a token that begins with %s. Delete it, and the next start makes another."
                        .formatted(file, kind.prefix()));
    }
}
