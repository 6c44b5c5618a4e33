package dev.mayfly.isolates.frames;

import dev.mayfly.isolates.frames.SocketFrames.Close;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a peer of a WebSocket sends, in whatever pieces it comes. Nothing but the head of a frame and the payload of a control frame
 * is held: messages are passed on in parts, as they come. All that RFC 6455 forbids ends in a {@link BrokenSocket}.
 */
public final class SocketReader {
    /** What a peer must do with what it sends: clients mask, servers must not. */
    public enum Masks {
        REQUIRED,
        FORBIDDEN
    }

    /** Who hears it. */
    public interface Receiver {
        /** The next bytes of a message, whose kind the first part tells; only the last part may be empty. */
        void message(Opcode opcode, Part part, byte[] bytes);

        default void ping(byte[] payload) {
            throw new BrokenSocket(Close.PROTOCOL, "nobody pings here");
        }

        default void pong() {
            throw new BrokenSocket(Close.PROTOCOL, "nobody pings here");
        }

        /** The last that is heard. @param code {@link Close#NO_CODE} when it gave none */
        void close(int code, String reason);
    }

    private static final int HEAD_MAX = 14;

    private final Masks masks;
    private final byte[] head = new byte[HEAD_MAX];
    private int headSize;
    private final byte[] control = new byte[SocketFrames.CONTROL_MAX];

    private boolean inPayload;
    private Opcode opcode = Opcode.CONTINUATION;
    private boolean last;
    private long left;
    private int payloadAt;
    private int keyAt;

    private boolean inMessage;
    private boolean told;
    private Opcode kind = Opcode.CONTINUATION;
    private long total;
    private Utf8Check text = new Utf8Check();
    private boolean closed;

    public SocketReader(Masks masks) {
        this.masks = masks;
    }

    /** Whether it has heard a close: what follows that is passed over. */
    public boolean closed() {
        return closed;
    }

    /** @throws BrokenSocket at the first byte that is wrong; nothing may be read any more */
    public void read(byte[] bytes, Receiver to) {
        for (int at = 0; at < bytes.length; ) at = step(bytes, at, to);
    }

    /** Reads on from here as far as the next word to the receiver, if there is one. Returns from where there is more. */
    public int step(byte[] bytes, int from, Receiver to) {
        int at = from;
        while (at < bytes.length && !closed) {
            if (!inPayload) {
                head[headSize++] = bytes[at++];
                if (headSize == headLength()) begin();
                if (!inPayload || left > 0) continue;
            }
            boolean controls = opcode.isControl();
            at = controls ? takeControl(bytes, at) : takeMessage(bytes, at, to);
            if (left == 0) {
                inPayload = false;
                headSize = 0;
                if (controls) tellControl(to);
            }
            if (!controls || left == 0) return at;
        }
        return closed ? bytes.length : at;
    }

    /** How long this head will be, as far as it is known. */
    private int headLength() {
        if (headSize < 2) return 2;
        int length = head[1] & 0x7f;
        return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (head[1] < 0 ? 4 : 0);
    }

    private void begin() {
        if ((head[0] & 0x70) != 0) throw broken("a reserved bit is set");
        if (head[1] < 0 != (masks == Masks.REQUIRED))
            throw broken(masks == Masks.REQUIRED ? "a frame without a mask" : "a frame with a mask");
        opcode = Opcode.of(head[0] & 0x0f);
        last = head[0] < 0;
        left = length();
        payloadAt = 0;
        keyAt = headSize - 4;
        inPayload = true;
        if (opcode.isControl()) {
            if (!last || left > SocketFrames.CONTROL_MAX) throw broken("a control frame is one of at most 125 bytes");
            return;
        }
        if (inMessage != (opcode == Opcode.CONTINUATION))
            throw broken(inMessage ? "a message within a message" : "the rest of a message that never began");
        if (!inMessage) {
            inMessage = true;
            told = false;
            kind = opcode;
            total = 0;
            text = new Utf8Check();
        }
        total += left;
        if (total > SocketFrames.MESSAGE_MAX)
            throw new BrokenSocket(
                    Close.TOO_LARGE, "a message has at most %d bytes".formatted(SocketFrames.MESSAGE_MAX));
    }

    private long length() {
        int length = head[1] & 0x7f;
        if (length < 126) return length;
        if (length == 126) {
            int two = (head[2] & 0xff) << 8 | (head[3] & 0xff);
            if (two < 126) throw broken("a length that is longer than it need be");
            return two;
        }
        long eight = ByteBuffer.wrap(head, 2, 8).getLong();
        if (eight < 0x10000) throw broken("a length that is longer than it need be, or negative");
        return eight;
    }

    private int takeControl(byte[] bytes, int at) {
        int length = (int) Math.min(left, bytes.length - at);
        copy(bytes, at, control, payloadAt, length);
        return at + length;
    }

    private int takeMessage(byte[] bytes, int at, Receiver to) {
        int length = (int) Math.min(left, bytes.length - at);
        byte[] piece = new byte[length];
        copy(bytes, at, piece, 0, length);
        boolean ends = last && left == 0;
        if (kind == Opcode.TEXT && !(text.take(piece, 0, length) && (!ends || text.atEnd())))
            throw new BrokenSocket(Close.INVALID_TEXT, "a text that is not UTF-8");
        if (ends) inMessage = false;
        if (length == 0 && !ends) return at;
        Opcode as = told ? Opcode.CONTINUATION : kind;
        told = true;
        to.message(as, ends ? Part.LAST : Part.MORE, piece);
        return at + length;
    }

    /** Takes a part of the payload, without its mask. */
    private void copy(byte[] from, int at, byte[] to, int toAt, int length) {
        if (masks == Masks.FORBIDDEN) System.arraycopy(from, at, to, toAt, length);
        else
            for (int i = 0; i < length; i++) to[toAt + i] = (byte) (from[at + i] ^ head[keyAt + ((payloadAt + i) & 3)]);
        payloadAt += length;
        left -= length;
    }

    private void tellControl(Receiver to) {
        switch (opcode) {
            case PING -> to.ping(Arrays.copyOf(control, payloadAt));
            case PONG -> to.pong();
            default -> tellClose(to);
        }
    }

    private void tellClose(Receiver to) {
        closed = true;
        if (payloadAt == 0) {
            to.close(Close.NO_CODE, "");
            return;
        }
        if (payloadAt == 1) throw broken("a close with half a code");
        int code = (control[0] & 0xff) << 8 | (control[1] & 0xff);
        if (!Close.mayBeSent(code)) throw broken("no close has the code " + code);
        String reason;
        try {
            reason = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(control, 2, payloadAt - 2))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BrokenSocket(Close.INVALID_TEXT, "a reason that is not UTF-8");
        }
        to.close(code, reason);
    }

    private static BrokenSocket broken(String why) {
        return new BrokenSocket(Close.PROTOCOL, why);
    }
}
