package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Text in one of the standard's encodings other than UTF-8 in which ASCII is ASCII. It is decoded by the standard's tables; where a
 * character has several bytes it is Java that encodes it, and what does not come back as the same character counts as lacking.
 */
public final class LegacyText {
    private static final Map<String, String> JAVA = Map.of(
            "gbk", "GBK",
            "gb18030", "GB18030",
            "big5", "Big5",
            "euc-jp", "EUC-JP",
            "shift_jis", "windows-31j",
            "euc-kr", "x-windows-949");

    private final TextDecoding decoding;
    private final String name;
    /** The characters of the bytes above ASCII, where each has one. */
    private final @Nullable String upperHalf;

    private final @Nullable CharsetEncoder encoder;

    private LegacyText(TextDecoding decoding, String name, @Nullable String upperHalf) {
        this.decoding = decoding;
        this.name = name;
        this.upperHalf = upperHalf;
        var java = JAVA.get(name);
        this.encoder = java == null ? null : Charset.forName(java).newEncoder();
    }

    /** By the name that the standard has for it; empty where markup would not be ASCII. */
    public static Optional<LegacyText> in(String encoding) {
        var decoding = WebFunctions.decoding();
        var upperHalf = decoding.encodings().upperHalves().get(encoding);
        return upperHalf == null && !JAVA.containsKey(encoding)
                ? Optional.empty()
                : Optional.of(new LegacyText(decoding, encoding, upperHalf));
    }

    public String decode(byte[] bytes) {
        return decoded(bytes, "").substring(1);
    }

    /** How many bytes at the end are the beginning of a character. */
    public int unfinished(byte[] bytes) {
        return upperHalf == null ? decoded(bytes, "m").charAt(0) & 0xFF : 0;
    }

    private String decoded(byte[] bytes, String how) {
        var decoded = decoding.decode(name, how, bytes, 0);
        if (decoded == null) throw new IllegalStateException("only strict decoding refuses");
        return decoded;
    }

    /** Characters that the encoding lacks become references to them, as HTML has them. */
    public byte[] encode(String text) {
        var out = new ByteArrayOutputStream(text.length() + 16);
        for (int at = 0; at < text.length(); ) {
            Poll.at(at);
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point < 0x80) out.write(point);
            else out.writeBytes(encode(point));
        }
        return out.toByteArray();
    }

    private byte[] encode(int point) {
        int place = upperHalf == null || point == '\uFFFD' ? -1 : upperHalf.indexOf(point);
        if (place >= 0) return new byte[] {(byte) (0x80 | place)};
        var bytes = encoder == null ? null : encoded(encoder, Character.toString(point));
        return bytes == null ? ("&#" + point + ";").getBytes(StandardCharsets.US_ASCII) : bytes;
    }

    private byte @Nullable [] encoded(CharsetEncoder by, String character) {
        try {
            var buffer = by.encode(CharBuffer.wrap(character));
            var bytes = Arrays.copyOf(buffer.array(), buffer.limit());
            return decode(bytes).equals(character) ? bytes : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
