package dev.mayfly.isolates.frames;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes frames, one behind the other, into one growing array. Integers are big endian; text is UTF-8 behind its length.
 * {@code begin} … {@code end} bracket a frame; several frames may stand in one writer, so that one write sends them all.
 */
public final class FrameWriter {
    private static final int NOT_IN_FRAME = -1;

    private byte[] bytes;
    private int size;
    private int frameStart = NOT_IN_FRAME;

    public FrameWriter(int capacity) {
        bytes = new byte[Math.max(capacity, 64)];
    }

    /** Starts a frame: room for its length, then its type and the invocation that it belongs to (0: the connection). */
    public FrameWriter begin(FrameType type, int id) {
        if (frameStart != NOT_IN_FRAME) throw new IllegalStateException("the frame before has no end");
        frameStart = size;
        return u32(0).u8(type.code()).u32(id);
    }

    /** Ends the frame begun last and fills in its length. */
    public FrameWriter end() {
        int length = size - frameStart - 4;
        if (length > Frames.MAX_LENGTH) {
            size = frameStart;
            frameStart = NOT_IN_FRAME;
            throw new IllegalArgumentException(
                    "a frame of %d bytes is over the maximum of %d".formatted(length, Frames.MAX_LENGTH));
        }
        bytes[frameStart] = (byte) (length >>> 24);
        bytes[frameStart + 1] = (byte) (length >>> 16);
        bytes[frameStart + 2] = (byte) (length >>> 8);
        bytes[frameStart + 3] = (byte) length;
        frameStart = NOT_IN_FRAME;
        return this;
    }

    public FrameWriter u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public FrameWriter u16(int value) {
        room(2);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
        return this;
    }

    public FrameWriter u32(int value) {
        room(4);
        bytes[size++] = (byte) (value >>> 24);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
        return this;
    }

    public FrameWriter u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    public FrameWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    /** Text behind its length in bytes (u32). */
    public FrameWriter text(String value) {
        int chars = value.length();
        room(4 + chars);
        int at = size + 4;
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) return block(value.getBytes(StandardCharsets.UTF_8));
            bytes[at + i] = (byte) c;
        }
        u32(chars);
        size += chars;
        return this;
    }

    /** Names and values in turn, behind how many pairs there are (u16). */
    public FrameWriter pairs(String[] namesAndValues) {
        u16(namesAndValues.length / 2);
        for (String s : namesAndValues) text(s);
        return this;
    }

    /** Bytes behind their length (u32). */
    public FrameWriter block(byte[] value) {
        return u32(value.length).raw(value, 0, value.length);
    }

    /** Bytes as they are: the rest of a frame. */
    public FrameWriter raw(byte[] value, int offset, int length) {
        room(length);
        System.arraycopy(value, offset, bytes, size, length);
        size += length;
        return this;
    }

    public int size() {
        return size;
    }

    /** The array that backs this writer; valid up to {@link #size} until the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets what was written, and gives back the memory of an unusually large frame. */
    public void clear() {
        size = 0;
        frameStart = NOT_IN_FRAME;
        if (bytes.length > 1 << 20) bytes = new byte[64 * 1024];
    }

    private void room(int more) {
        if (bytes.length - size < more) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
}
