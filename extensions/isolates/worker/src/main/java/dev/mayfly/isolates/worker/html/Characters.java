package dev.mayfly.isolates.worker.html;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The encoding of a document: one in which markup is ASCII. */
public enum Characters {
    UTF_8("utf-8", StandardCharsets.UTF_8),
    WINDOWS_1252("windows-1252", Charset.forName("windows-1252"));

    private final String label;
    private final Charset charset;

    Characters(String label, Charset charset) {
        this.label = label;
        this.charset = charset;
    }

    /** By the name that the standard of encodings has for it. */
    static Characters named(String name) {
        for (var one : values()) if (one.label.equals(name)) return one;
        throw new IllegalArgumentException(
                "HTMLRewriter reads utf-8 and windows-1252, and the content is %s".formatted(name));
    }

    String decode(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, charset);
    }

    /** Characters that the encoding lacks become references to them. */
    byte[] encode(String text) {
        if (this == UTF_8) return text.getBytes(charset);
        var encoder = charset.newEncoder();
        var referred = new StringBuilder();
        text.codePoints().forEach(point -> {
            var character = Character.toString(point);
            if (encoder.canEncode(character)) referred.append(character);
            else referred.append("&#").append(point).append(';');
        });
        return referred.toString().getBytes(charset);
    }

    /** Where the last whole character ends, of some bytes that go on in the next piece. */
    int whole(byte[] bytes, int start, int end) {
        if (this != UTF_8) return end;
        for (int at = end - 1; at >= start && at >= end - 3; at--) {
            int b = bytes[at] & 0xff;
            if (b < 0x80) return end;
            if (b < 0xc0) continue;
            int length = b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf8 ? 4 : 1;
            return at + length > end ? at : end;
        }
        return end;
    }
}
