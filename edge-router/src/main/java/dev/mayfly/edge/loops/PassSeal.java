package dev.mayfly.edge.loops;

import dev.mayfly.bindings.tokens.TokenText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a pass tells the other routers of the platform: how deep an invocation is, and of which request from outside it comes. Sealed
 * with a key that they share, made of the platform's token. Only of one that was generated: strangers see passes, and could try
 * guesses of a text that somebody made up until the seal fits. Without such a token a pass says nothing to other routers.
 */
final class PassSeal {
    static final int ROOTS_MAX = 10_000;
    static final Duration VALID = Duration.ofMinutes(5);
    private static final int TEXT_MAX = 160;
    private static final int MAC_BYTES = 16;
    private static final String MAC = "HmacSHA256";

    private final Optional<SecretKeySpec> key;
    private final InstantSource clock;
    private final Map<Long, AtomicInteger> descendants = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, AtomicInteger> eldest) {
            return size() > ROOTS_MAX;
        }
    };

    PassSeal(Optional<String> platformToken, InstantSource clock) {
        this.key = platformToken
                .flatMap(TokenText::read)
                .map(token -> new SecretKeySpec(TokenText.hash("mayfly-pass " + token.text()), MAC));
        this.clock = clock;
    }

    /** The pass with what others may know of it. */
    String seal(String pass, Ancestry ancestry) {
        if (key.isEmpty()) return pass;
        String told = String.join(
                ".",
                pass,
                Integer.toString(ancestry.depth()),
                HexFormat.of().toHexDigits(ancestry.root()),
                Long.toString(clock.instant().getEpochSecond()));
        return told + "." + mac(key.get(), told);
    }

    /** Where a request comes from, by the pass of another router. Each router counts for itself what a request has led to. */
    Optional<Ancestry> read(String shown) {
        int end = shown.lastIndexOf('.');
        if (key.isEmpty() || end < 0 || shown.length() > TEXT_MAX) return Optional.empty();
        String told = shown.substring(0, end);
        if (!MessageDigest.isEqual(bytes(mac(key.get(), told)), bytes(shown.substring(end + 1))))
            return Optional.empty();
        String[] parts = told.split("\\.", -1);
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(parts[3])), clock.instant());
        if (age.abs().compareTo(VALID) > 0) return Optional.empty();
        long root = HexFormat.fromHexDigitsToLong(parts[2]);
        return Optional.of(new Ancestry(Integer.parseInt(parts[1]), root, descendantsOf(root)));
    }

    int roots() {
        synchronized (descendants) {
            return descendants.size();
        }
    }

    private AtomicInteger descendantsOf(long root) {
        synchronized (descendants) {
            return descendants.computeIfAbsent(root, r -> new AtomicInteger());
        }
    }

    private static String mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(bytes(text)), 0, MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
