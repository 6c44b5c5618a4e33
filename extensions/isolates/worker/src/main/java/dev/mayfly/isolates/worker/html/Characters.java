package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.worker.web.LegacyText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The encoding of a document: one in which markup is ASCII. */
sealed interface Characters {
    /** By the name that the standard of encodings has for it. */
    static Characters named(String name) {
        if (name.equals("utf-8")) return new Utf8();
        return LegacyText.in(name)
                .map(Legacy::new)
                .orElseThrow(() -> new IllegalArgumentException(
                        "HTMLRewriter reads encodings in which markup is ASCII, and the content is " + name));
    }

    String decode(byte[] bytes, int start, int end);

    /** Characters that the encoding lacks become references to them. */
    byte[] encode(String text);

    /** Where the last whole character ends, of some bytes that go on in the next piece. */
    int whole(byte[] bytes, int start, int end);

    record Utf8() implements Characters {
        @Override
        public String decode(byte[] bytes, int start, int end) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }

        @Override
        public byte[] encode(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int whole(byte[] bytes, int start, int end) {
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

    record Legacy(LegacyText text) implements Characters {
        @Override
        public String decode(byte[] bytes, int start, int end) {
            return text.decode(Arrays.copyOfRange(bytes, start, end));
        }

        @Override
        public byte[] encode(String characters) {
            return text.encode(characters);
        }

        @Override
        public int whole(byte[] bytes, int start, int end) {
            return end - text.unfinished(Arrays.copyOfRange(bytes, start, end));
        }
    }
}
