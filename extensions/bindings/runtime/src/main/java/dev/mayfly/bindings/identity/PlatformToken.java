package dev.mayfly.bindings.identity;

import dev.mayfly.bindings.BindingsConfig;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The secret that Mayfly's services share; whoever shows it is {@link Caller.Platform} or speaks for the caller it names. */
@Singleton
public class PlatformToken {
    private static final int LENGTH_MIN = 16;
    private final Optional<String> token;

    PlatformToken(BindingsConfig config) {
        token = config.platformToken();
        if (token.isPresent() && token.get().length() < LENGTH_MIN)
            throw new IllegalArgumentException(
                    "mayfly.bindings.platform-token must have at least %d characters".formatted(LENGTH_MIN));
    }

    public Optional<String> value() {
        return token;
    }

    /** Takes the same time for every wrong token. */
    public boolean is(String candidate) {
        return token.isPresent() && MessageDigest.isEqual(utf8(token.get()), utf8(candidate));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
