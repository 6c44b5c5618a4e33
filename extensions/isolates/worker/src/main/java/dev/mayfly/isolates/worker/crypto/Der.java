package dev.mayfly.isolates.worker.crypto;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The few shapes of DER that keys on curves are written in. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BITS = 0x03;
    static final int OCTETS = 0x04;
    static final int OBJECT_ID = 0x06;
    static final int SEQUENCE = 0x30;
    /** An explicit field of a structure. */
    static final int FIELD_0 = 0xA0;

    static final int FIELD_1 = 0xA1;

    private Der() {}

    /** One element around the bytes of others. */
    static byte[] element(int tag, byte[]... contents) {
        var out = new ByteArrayOutputStream();
        int length = Arrays.stream(contents).mapToInt(c -> c.length).sum();
        out.write(tag);
        if (length > 0xFF) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7F) {
            out.write(0x81);
        }
        out.write(length);
        for (var content : contents) out.writeBytes(content);
        return out.toByteArray();
    }

    /** A string of whole bytes of bits. */
    static byte[] bits(byte[] bytes) {
        return element(BITS, new byte[1], bytes);
    }

    /** Reads elements one after the other. */
    static final class Reader {
        private final byte[] bytes;
        private int at;
        private final int end;

        Reader(byte[] bytes) {
            this(bytes, 0, bytes.length);
        }

        private Reader(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        boolean isNext(int tag) {
            return at < end && (bytes[at] & 0xFF) == tag;
        }

        /** What is in the next element, which must be of this kind. */
        Reader in(int tag) {
            if (!isNext(tag)) throw malformed();
            at++;
            int length = length();
            if (length > end - at) throw malformed();
            var inside = new Reader(bytes, at, at + length);
            at += length;
            return inside;
        }

        private int length() {
            int first = octet();
            if (first < 0x80) return first;
            if (first == 0x81) {
                int length = octet();
                if (length < 0x80) throw malformed();
                return length;
            }
            if (first != 0x82) throw malformed();
            int length = octet() << 8 | octet();
            if (length < 0x100) throw malformed();
            return length;
        }

        private int octet() {
            if (at == end) throw malformed();
            return bytes[at++] & 0xFF;
        }

        /** All that is left of it. */
        byte[] rest() {
            var rest = Arrays.copyOfRange(bytes, at, end);
            at = end;
            return rest;
        }

        byte[] rest(int tag) {
            return in(tag).rest();
        }

        /** A string of whole bytes of bits. */
        byte[] bits() {
            var inside = in(BITS);
            if (inside.octet() != 0) throw malformed();
            return inside.rest();
        }

        /** A number that says which version of a structure follows. */
        void version(int wanted) {
            if (!Arrays.equals(rest(INTEGER), new byte[] {(byte) wanted})) throw malformed();
        }

        /** An identifier that must be this one. */
        void identifier(byte[] wanted) {
            if (!Arrays.equals(rest(OBJECT_ID), wanted))
                throw Refusal.data("The key is for another algorithm, or on another curve");
        }

        void end() {
            if (at != end) throw malformed();
        }

        static Refusal malformed() {
            return Refusal.data("The encoding of the key is malformed");
        }
    }
}
