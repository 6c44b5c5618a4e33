package dev.mayfly.memory.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts as hashes: enough to know one again (SHA-256, FIPS 180-4). */
public final class Marks {
    private static final Pattern MARK = Pattern.compile("[0-9a-f]{32}(?:/[0-9a-f]{32})?");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}+");
    private static final String READERS = "-";

    private Marks() {}

    /**
     * How a message of a session is known again: by its id; by its text and when it was said; by its text alone where one of both does not say when.
     * Texts are the same in whatever spaces and case, and however Unicode writes them.
     *
     * @param id of its session and id
     * @param text of its session and text
     * @param undated of its session and text, and that nobody said when
     * @param dated of its session and text, and when it was said
     */
    public record OfMessage(String id, String text, String undated, Optional<String> dated) {
        /** Those that keep it away. */
        public List<String> against() {
            return dated.map(when -> List.of(id, when, undated)).orElse(List.of(id, text));
        }

        /** What it leaves that was deleted or forgotten: it does not come back with another id. */
        public List<String> ofDeleted() {
            return List.of(id, text, dated.orElse(undated));
        }

        /** What it leaves that became too old: the same words said again later are kept. */
        public List<String> ofAged() {
            return dated.map(when -> List.of(id, when)).orElse(List.of(id));
        }

        public List<String> all() {
            return dated.map(when -> List.of(id, text, undated, when)).orElse(List.of(id, text, undated));
        }
    }

    /** @param at when it was said, where that was told */
    public static OfMessage ofMessage(String session, String id, String content, Optional<Instant> at) {
        String text = plain(content);
        return new OfMessage(
                hash("message-id", session, id),
                hash("message", session, text),
                hash("undated", session, text),
                at.map(when -> hash(
                        "dated", session, when.truncatedTo(ChronoUnit.MICROS).toString(), text)));
    }

    /** {@link OfMessage#text} alone. */
    public static String text(String session, String content) {
        return hash("message", session, plain(content));
    }

    public static OfMessage ofMessage(MessageRow row, Said said) {
        return ofMessage(
                row.session, row.id, said.content(), said.undated() ? Optional.empty() : Optional.of(row.saidAt));
    }

    /** Of a memory that no import brings back: an older export may tell it in other words. */
    public static String ofMemoryId(String id) {
        return hash("memory-id", id);
    }

    /**
     * Of a memory that is not made again of the same messages in the same words; of others that say the same, and of one more that does, it is.
     *
     * @param name of the memory, whoever may see it
     * @param texts of its messages: {@link OfMessage#text}
     */
    public static String ofMade(String session, String name, Collection<String> texts) {
        return hash(
                "made",
                session,
                name.split(READERS, 2)[0],
                texts.stream().sorted().collect(Collectors.joining(" ")));
    }

    /** The name of what is made of messages that some may see: of the same messages, seen by others, another memory is made. */
    public static String named(String made, String readers) {
        return readers.isEmpty() ? made : made + READERS + hash(readers).substring(0, 8);
    }

    /** Whether a memory of that name is made of messages with these readers. */
    public static boolean isNamed(String name, String readers) {
        return named(name.split(READERS, 2)[0], readers).equals(name);
    }

    /** That a memory's mark goes when the message comes back that it was made of, by whichever id. */
    public static String along(OfMessage message, String memory) {
        return message.text + "/" + memory;
    }

    /** Whether a text is a mark, or one that goes along with another. */
    public static boolean isOne(String text) {
        return MARK.matcher(text).matches();
    }

    private static String plain(String text) {
        return SPACES.matcher(UNSEEN.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                        .replaceAll(""))
                .replaceAll(" ")
                .strip()
                .toLowerCase(Locale.ROOT);
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
