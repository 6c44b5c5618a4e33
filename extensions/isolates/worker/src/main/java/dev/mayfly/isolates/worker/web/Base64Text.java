package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 with the rules of atob and btoa (a character is a byte), and base64url. */
final class Base64Text {
    private Base64Text() {}

    /** Null if a character is no byte. */
    static @Nullable String encode(String binary) {
        for (int i = 0; i < binary.length(); i++) {
            Poll.at(i);
            if (binary.charAt(i) > 0xFF) return null;
        }
        return Base64.getEncoder().encodeToString(binary.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Null if the text is no base64. White space is passed over and padding may be missing; surplus bits are dropped. */
    static @Nullable String decode(String text) {
        byte[] bytes = forgiving(text);
        return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static @Nullable ByteBuffer fromUrl(String text) {
        if (text.indexOf('+') >= 0 || text.indexOf('/') >= 0 || text.indexOf('=') >= 0) return null;
        byte[] bytes = forgiving(text.replace('-', '+').replace('_', '/'));
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static byte @Nullable [] forgiving(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            Poll.at(i);
            char c = text.charAt(i);
            if ("\t\n\f\r ".indexOf(c) < 0) kept.append(c);
        }
        int length = kept.length();
        if (length % 4 == 0 && length > 0 && kept.charAt(length - 1) == '=') {
            length -= kept.charAt(length - 2) == '=' ? 2 : 1;
        }
        if (length % 4 == 1) return null;
        byte[] out = new byte[length * 3 / 4];
        int bits = 0, held = 0, to = 0;
        for (int i = 0; i < length; i++) {
            Poll.at(i);
            int value = value(kept.charAt(i));
            if (value < 0) return null;
            held = held << 6 | value;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                out[to++] = (byte) (held >> bits);
            }
        }
        return out;
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') return c - 'A';
        if (c >= 'a' && c <= 'z') return c - 'a' + 26;
        if (c >= '0' && c <= '9') return c - '0' + 52;
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
