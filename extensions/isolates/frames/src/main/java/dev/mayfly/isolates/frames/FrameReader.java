package dev.mayfly.isolates.frames;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the payload of one frame. Every length is checked against what is there before anything is allocated. */
public final class FrameReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    public FrameReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    public int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public int u32() {
        need(4);
        return (bytes[at++] & 0xff) << 24
                | (bytes[at++] & 0xff) << 16
                | (bytes[at++] & 0xff) << 8
                | (bytes[at++] & 0xff);
    }

    public long u64() {
        return (u32() & 0xffffffffL) << 32 | (u32() & 0xffffffffL);
    }

    public boolean flag() {
        int value = u8();
        if (value > 1) throw new MalformedFrame("a flag is 0 or 1, not " + value);
        return value == 1;
    }

    public String text() {
        int length = length();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    public String[] pairs() {
        int count = u16();
        if (count * 8L > end - at) throw new MalformedFrame(count + " pairs do not fit into the frame");
        String[] namesAndValues = new String[count * 2];
        for (int i = 0; i < namesAndValues.length; i++) namesAndValues[i] = text();
        return namesAndValues;
    }

    public byte[] block() {
        int length = length();
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    /** What is left of the frame. */
    public byte[] rest() {
        byte[] value = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return value;
    }

    /** Refuses a frame that says more than it should. */
    public void done() {
        if (at != end) throw new MalformedFrame((end - at) + " bytes too many");
    }

    private int length() {
        int length = u32();
        if (length < 0 || length > end - at) throw new MalformedFrame("a length of " + length + " does not fit");
        return length;
    }

    private void need(int count) {
        if (end - at < count) throw new MalformedFrame("the frame ends too early");
    }
}
