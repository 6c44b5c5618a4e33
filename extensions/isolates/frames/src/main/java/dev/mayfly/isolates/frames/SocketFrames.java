package dev.mayfly.isolates.frames;

import java.nio.charset.StandardCharsets;

/**
 * WebSocket messages as bytes (RFC 6455 5): what clients and upstreams speak, and, without masks, pings and pongs, what travels in the
 * streams between a worker and its host. Here is the writing half; {@link SocketReader} is the other.
 */
public final class SocketFrames {
    /** The longest message that anybody here sends or takes. */
    public static final int MESSAGE_MAX = 1 << 20;

    /** The longest payload of a close, ping or pong. */
    public static final int CONTROL_MAX = 125;

    /** The longest reason of a close, in bytes. */
    public static final int REASON_MAX = CONTROL_MAX - 2;

    /** What a frame is, with its code on the wire. */
    public enum Opcode {
        CONTINUATION(0),
        TEXT(1),
        BINARY(2),
        CLOSE(8),
        PING(9),
        PONG(10);

        private static final Opcode[] BY_CODE = new Opcode[16];

        static {
            for (Opcode opcode : values()) BY_CODE[opcode.code] = opcode;
        }

        private final int code;

        Opcode(int code) {
            this.code = code;
        }

        boolean isControl() {
            return code >= 8;
        }

        static Opcode of(int code) {
            Opcode opcode = BY_CODE[code];
            if (opcode == null) throw new BrokenSocket(Close.PROTOCOL, "no frame has the opcode " + code);
            return opcode;
        }
    }

    /** Whether more of the same message follows. */
    public enum Part {
        MORE,
        LAST
    }

    /** Why a socket was closed: the codes that this platform gives by itself, and what may be given at all. */
    public static final class Close {
        public static final int NORMAL = 1000;
        public static final int GOING_AWAY = 1001;
        public static final int PROTOCOL = 1002;
        /** A close without a code; never on the wire. */
        public static final int NO_CODE = 1005;
        /** The connection broke; never on the wire. */
        public static final int ABNORMAL = 1006;

        public static final int INVALID_TEXT = 1007;
        public static final int TOO_LARGE = 1009;
        public static final int FAILED = 1011;

        private Close() {}

        /** Whether a close frame may carry this code. */
        public static boolean mayBeSent(int code) {
            return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
        }
    }

    private SocketFrames() {}

    /** One frame without a mask. */
    public static byte[] frame(Opcode opcode, Part part, byte[] payload) {
        byte[] frame = new byte[headLength(payload.length) + payload.length];
        int at = head(frame, opcode, part, payload.length, 0);
        System.arraycopy(payload, 0, frame, at, payload.length);
        return frame;
    }

    /** One frame with a mask, as clients must send it. */
    public static byte[] masked(Opcode opcode, Part part, byte[] payload, int key) {
        byte[] frame = new byte[headLength(payload.length) + 4 + payload.length];
        int at = head(frame, opcode, part, payload.length, 0x80);
        for (int i = 0; i < 4; i++) frame[at + i] = (byte) (key >>> (24 - 8 * i));
        for (int i = 0; i < payload.length; i++) frame[at + 4 + i] = (byte) (payload[i] ^ frame[at + (i & 3)]);
        return frame;
    }

    /** The payload of a close; a reason that is too long is cut at a character. {@link Close#NO_CODE}: none at all. */
    public static byte[] close(int code, String reason) {
        if (code == Close.NO_CODE) return new byte[0];
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, REASON_MAX);
        while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) length--;
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, length);
        return payload;
    }

    private static int headLength(int length) {
        return length < 126 ? 2 : length <= 0xffff ? 4 : 10;
    }

    private static int head(byte[] frame, Opcode opcode, Part part, int length, int mask) {
        frame[0] = (byte) (opcode.code | (part == Part.LAST ? 0x80 : 0));
        if (length < 126) {
            frame[1] = (byte) (mask | length);
            return 2;
        }
        if (length <= 0xffff) {
            frame[1] = (byte) (mask | 126);
            frame[2] = (byte) (length >>> 8);
            frame[3] = (byte) length;
            return 4;
        }
        frame[1] = (byte) (mask | 127);
        for (int i = 0; i < 8; i++) frame[2 + i] = (byte) ((long) length >>> (56 - 8 * i));
        return 10;
    }
}
