package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The encodings of TextDecoder. */
final class TextDecoding {
    /** Windows-1252 where it differs from Latin-1: 0x80 to 0x9F. */
    private static final String WINDOWS_1252 =
            "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
                    + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /** The longest label, with some white space around it. */
    private static final int LABEL_MAX = 100;

    private static final Map<String, Set<String>> LABELS = Map.of(
            "utf-8",
            Set.of("utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"),
            "utf-16le",
            Set.of("utf-16le", "utf-16", "ucs-2", "csunicode", "iso-10646-ucs-2", "unicode", "unicodefeff"),
            "windows-1252",
            Set.of(
                    "windows-1252",
                    "ansi_x3.4-1968",
                    "ascii",
                    "cp1252",
                    "cp819",
                    "csisolatin1",
                    "ibm819",
                    "iso-8859-1",
                    "iso-ir-100",
                    "iso8859-1",
                    "iso88591",
                    "iso_8859-1",
                    "iso_8859-1:1987",
                    "l1",
                    "latin1",
                    "us-ascii",
                    "x-cp1252"));

    private TextDecoding() {}

    /** The name of the encoding that a label stands for; null if it is none of ours. */
    static @Nullable String encodingOf(String label) {
        if (label.length() > LABEL_MAX) return null;
        String wanted = label.replaceAll("^[\t\n\f\r ]+|[\t\n\f\r ]+$", "").toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Set<String>> encoding : LABELS.entrySet()) {
            if (encoding.getValue().contains(wanted)) return encoding.getKey();
        }
        return null;
    }

    /**
     * Decodes a piece of a stream. Byte order marks are left in.
     *
     * @param how letters: f fail on what is malformed, m more will follow
     * @return a character that counts the bytes at the end that were left for the next piece, then the text; null: malformed
     */
    static @Nullable String decode(String encoding, String how, byte[] bytes) {
        boolean fatal = how.indexOf('f') >= 0, more = how.indexOf('m') >= 0;
        return switch (encoding) {
            case "utf-8" -> utf8(bytes, fatal, more);
            case "utf-16le" -> utf16(bytes, fatal, more);
            case "windows-1252" -> windows1252(bytes);
            default -> throw new IllegalArgumentException("no encoding " + encoding);
        };
    }

    private static @Nullable String utf8(byte[] bytes, boolean fatal, boolean more) {
        int left = more ? Utf8.unfinished(bytes) : 0;
        byte[] whole = left == 0 ? bytes : java.util.Arrays.copyOf(bytes, bytes.length - left);
        String text = fatal ? Utf8.decodeStrictly(whole) : Utf8.decode(whole);
        return text == null ? null : (char) left + text;
    }

    private static @Nullable String utf16(byte[] bytes, boolean fatal, boolean more) {
        StringBuilder out = new StringBuilder(bytes.length / 2 + 2).append('\0');
        int at = 0;
        for (; at + 1 < bytes.length; at += 2) {
            Poll.at(at);
            char c = unit(bytes, at);
            if (!Character.isSurrogate(c)) {
                out.append(c);
                continue;
            }
            boolean high = Character.isHighSurrogate(c);
            if (high && more && at + 3 >= bytes.length) break;
            if (high && at + 3 < bytes.length && Character.isLowSurrogate(unit(bytes, at + 2))) {
                out.append(c).append(unit(bytes, at + 2));
                at += 2;
            } else if (fatal) {
                return null;
            } else if (high && at + 3 == bytes.length) {
                // A lone half and an odd byte at the very end are one error, not two.
                at = bytes.length;
                out.append('\uFFFD');
                break;
            } else {
                out.append('\uFFFD');
            }
        }
        int left = bytes.length - at;
        if (left > 0 && !more) {
            if (fatal) return null;
            out.append('\uFFFD');
            left = 0;
        }
        out.setCharAt(0, (char) left);
        return out.toString();
    }

    private static char unit(byte[] bytes, int at) {
        return (char) (bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8);
    }

    private static String windows1252(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length + 1).append('\0');
        for (int i = 0; i < bytes.length; i++) {
            Poll.at(i);
            int c = bytes[i] & 0xFF;
            out.append(c >= 0x80 && c <= 0x9F ? WINDOWS_1252.charAt(c - 0x80) : (char) c);
        }
        return out.toString();
    }
}
