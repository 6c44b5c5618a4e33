package dev.mayfly.bindings.tokens;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The text of a token: {@code mf}, a letter for its kind, {@code t_}, the version {@code 1}, 30 random base62 digits (178 bits), and
 * the CRC-32 of all that in 6 base62 digits. So a scanner finds it by its form and knows by its checksum that it is no accident,
 * without asking anybody. The same as a regular expression: {@link #PATTERN}.
 */
public record TokenText(Kind kind, String text) {
    /** For scanners. What matches is a token when its checksum is right. */
    public static final String PATTERN = "mf[acopt]t_1[0-9A-Za-z]{36}";

    public static final int LENGTH = 42;
    static final String START = "mf";
    static final int PREFIX_LENGTH = START.length() + 3;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_DIGITS = 30;
    private static final int CHECKSUM_DIGITS = 6;
    private static final char VERSION = '1';

    /** Whom a token stands for. */
    public enum Kind {
        /** Some rights in one account. */
        account,
        /** One temporary account, until it ends. */
        temporary,
        /** Whoever operates the platform: everything. */
        operator,
        /** Mayfly's own services among each other. */
        platform,
        /** The right to take a temporary account over. */
        claim;

        /** What all texts of this kind begin with. */
        public String prefix() {
            return START + name().charAt(0) + "t_";
        }
    }

    /** Refuses what is no token. */
    public TokenText {
        if (!text.startsWith(kind.prefix()) || !isToken(text, 0) || text.length() != LENGTH)
            throw new IllegalArgumentException("not the text of a token of kind " + kind);
    }

    public static TokenText random(Kind kind, SecureRandom random) {
        StringBuilder text = new StringBuilder(LENGTH).append(kind.prefix()).append(VERSION);
        for (int i = 0; i < RANDOM_DIGITS; i++) text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        return new TokenText(kind, text.append(checksum(text)).toString());
    }

    /** Empty when it has another form, or its checksum is wrong. */
    public static Optional<TokenText> read(String text) {
        return text.length() == LENGTH && isToken(text, 0) ? Optional.of(at(text, 0)) : Optional.empty();
    }

    /** Whether the text claims to be a token, its checksum aside. */
    public static boolean looksLikeOne(String text) {
        return text.length() > PREFIX_LENGTH
                && text.startsWith(START)
                && kindOf(text.charAt(START.length())).isPresent()
                && text.startsWith("t_", START.length() + 1);
    }

    /** Of any token, whatever its form: what is kept of it. Random digits need neither salt nor stretching. */
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public byte[] hash() {
        return hash(text);
    }

    public int version() {
        return VERSION - '0';
    }

    @Override
    public String toString() {
        return kind.prefix() + "…";
    }

    /** Whether a token begins there; what stands behind it does not matter. */
    static boolean isToken(String text, int from) {
        int payload = from + PREFIX_LENGTH + 1;
        if (text.length() - from < LENGTH
                || !looksLikeOne(text.substring(from, payload))
                || text.charAt(payload - 1) != VERSION) return false;
        for (int i = payload; i < from + LENGTH; i++) if (!isDigit(text.charAt(i))) return false;
        int checksum = from + LENGTH - CHECKSUM_DIGITS;
        return checksum(text.substring(from, checksum)).contentEquals(text.substring(checksum, from + LENGTH));
    }

    /** How much of a token begins there and breaks off: with the text, at a character that no token has, or at another token; 0: nothing. */
    static int partAt(String text, int from) {
        int digits = from + PREFIX_LENGTH + 1;
        if (text.length() <= digits
                || !looksLikeOne(text.substring(from, digits))
                || text.charAt(digits - 1) != VERSION) return 0;
        int end = digits;
        while (end < text.length() && end < from + LENGTH && isDigit(text.charAt(end))) end++;
        if (end == from + LENGTH) return 0;
        int another = end - PREFIX_LENGTH + 1;
        if (another >= digits && looksLikeOne(text.substring(another, Math.min(text.length(), end + 2)))) end = another;
        return end == digits ? 0 : end - from;
    }

    /** The token that {@link #isToken} found there. */
    static TokenText at(String text, int from) {
        return new TokenText(
                kindOf(text.charAt(from + START.length())).orElseThrow(), text.substring(from, from + LENGTH));
    }

    private static Optional<Kind> kindOf(char letter) {
        for (Kind kind : Kind.values()) if (kind.name().charAt(0) == letter) return Optional.of(kind);
        return Optional.empty();
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static String checksum(CharSequence covered) {
        CRC32 crc = new CRC32();
        crc.update(covered.toString().getBytes(StandardCharsets.US_ASCII));
        char[] digits = new char[CHECKSUM_DIGITS];
        long rest = crc.getValue();
        for (int i = CHECKSUM_DIGITS - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
