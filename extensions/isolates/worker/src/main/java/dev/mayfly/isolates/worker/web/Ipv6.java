package dev.mayfly.isolates.worker.web;

import org.jspecify.annotations.Nullable;

/** IPv6 addresses as the URL standard reads and writes them. */
final class Ipv6 {
    private Ipv6() {}

    /** The address in brackets, compressed; null if the input is none. */
    static @Nullable String parse(String input) {
        int[] pieces = pieces(input);
        return pieces == null ? null : serialise(pieces);
    }

    private static int @Nullable [] pieces(String in) {
        int[] pieces = new int[8];
        int piece = 0, compress = -1, at = 0, end = in.length();
        if (in.startsWith(":")) {
            if (!in.startsWith("::")) return null;
            at = 2;
            compress = ++piece;
        }
        while (at < end) {
            if (piece == 8) return null;
            if (in.charAt(at) == ':') {
                if (compress >= 0) return null;
                at++;
                compress = ++piece;
                continue;
            }
            int value = 0, length = 0;
            while (length < 4 && at < end && hex(in.charAt(at)) >= 0) {
                value = value * 16 + hex(in.charAt(at++));
                length++;
            }
            if (at < end && in.charAt(at) == '.') {
                if (length == 0 || piece > 6) return null;
                return embedded(in, at - length, pieces, piece, compress);
            }
            if (at < end && in.charAt(at) == ':') {
                if (++at == end) return null;
            } else if (at < end) {
                return null;
            }
            pieces[piece++] = value;
        }
        return spread(pieces, piece, compress);
    }

    private static int @Nullable [] embedded(String in, int from, int[] pieces, int at, int compress) {
        String[] parts = in.substring(from).split("\\.", -1);
        if (parts.length != 4) return null;
        int piece = at;
        for (int i = 0; i < 4; i++) {
            String part = parts[i];
            if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.startsWith("0"))) return null;
            if (!part.chars().allMatch(c -> c >= '0' && c <= '9') || Integer.parseInt(part) > 255) return null;
            pieces[piece] = pieces[piece] * 256 + Integer.parseInt(part);
            if (i % 2 == 1) piece++;
        }
        return spread(pieces, piece, compress);
    }

    private static int @Nullable [] spread(int[] pieces, int count, int compress) {
        if (compress < 0) return count == 8 ? pieces : null;
        int[] all = new int[8];
        System.arraycopy(pieces, 0, all, 0, compress);
        System.arraycopy(pieces, compress, all, 8 - (count - compress), count - compress);
        return all;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static String serialise(int[] pieces) {
        int best = -1, bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && pieces[i + length] == 0) length++;
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
            if (length > 0) i += length - 1;
        }
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                out.append(i == 0 ? "::" : ":");
                i += bestLength - 1;
                continue;
            }
            out.append(Integer.toHexString(pieces[i]));
            if (i < 7) out.append(':');
        }
        return out.append(']').toString();
    }
}
