package dev.mayfly.memory.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts as hashes: enough to know one again (SHA-256, FIPS 180-4). */
public final class Marks {
    private static final Pattern MARK = Pattern.compile("[0-9a-f]{32}(?:/[0-9a-f]{32})?");

    private Marks() {}

    /** Of a message that is not to come back: whoever said it, in whatever spaces and case. */
    public static String ofMessage(String session, String content) {
        return hash("message", session, plain(content));
    }

    /** Of a memory that is not to come back. */
    public static String ofMemory(String kind, String content) {
        return hash("memory", kind, plain(content));
    }

    /** Of a memory that was not forgotten, but expired or faded: said again in another session it is known again. */
    public static String ofFaded(String kind, Optional<String> session, String content) {
        return hash("faded", kind, session.orElse(""), plain(content));
    }

    /** Those that keep a memory away. */
    public static List<String> against(String kind, Optional<String> session, String content) {
        return List.of(ofMemory(kind, content), ofFaded(kind, session, content));
    }

    /** That a memory's mark goes when the message comes back that it was made of. */
    public static String along(String message, String memory) {
        return message + "/" + memory;
    }

    /** Whether a text is a mark, or one that goes along with another. */
    public static boolean isOne(String text) {
        return MARK.matcher(text).matches();
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
