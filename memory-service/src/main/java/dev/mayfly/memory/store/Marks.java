package dev.mayfly.memory.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Texts as hashes: enough to know one again (SHA-256, FIPS 180-4). */
public final class Marks {
    private Marks() {}

    /** Of a message that is not to come back: whoever said it, in whatever spaces and case. */
    public static String ofMessage(String session, String content) {
        return hash("message", session, plain(content));
    }

    /** Of a memory that is not to come back. */
    public static String ofMemory(String kind, String content) {
        return hash("memory", kind, plain(content));
    }

    /** That a memory's mark goes when the message comes back that it was made of. */
    public static String along(String message, String memory) {
        return message + "/" + memory;
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** Of several texts, with their borders. */
    public static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) ':');
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
