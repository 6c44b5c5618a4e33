package dev.mayfly.isolates.worker;

import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.MalformedFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Cuts what a host sends into frames. One read brings as many as there are; a large frame gets memory only while it is here. */
final class FrameSource {
    private static final int BUFFER = 256 << 10;
    private static final int AFTER_LENGTH = Frames.HEADER_LENGTH - 4;

    private final ReadableByteChannel channel;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private byte[] bytes = new byte[BUFFER];
    private int start;
    private int end;
    private FrameType type = FrameType.PING;
    private int id;
    private FrameReader payload = new FrameReader(new byte[0], 0, 0);

    FrameSource(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** Moves on to the next frame; false at the end of the connection. */
    boolean next() throws IOException {
        if (start == end && bytes.length > BUFFER) {
            bytes = new byte[BUFFER];
            start = 0;
            end = 0;
        }
        if (!have(4)) return false;
        int length = new FrameReader(bytes, start, 4).u32();
        if (length < AFTER_LENGTH || length > Frames.MAX_LENGTH)
            throw new MalformedFrame("a frame of %d bytes".formatted(length));
        if (!have(4 + length)) throw new MalformedFrame("the connection ended within a frame");
        var header = new FrameReader(bytes, start + 4, AFTER_LENGTH);
        type = FrameType.of(header.u8(), FrameType.Sender.HOST);
        id = header.u32();
        payload = new FrameReader(bytes, start + Frames.HEADER_LENGTH, length - AFTER_LENGTH);
        start += 4 + length;
        return true;
    }

    FrameType type() {
        return type;
    }

    int id() {
        return id;
    }

    /** Valid until {@link #next}. */
    FrameReader payload() {
        return payload;
    }

    /** Whether more of what was read is left. */
    boolean hasMore() {
        return start < end;
    }

    /** Reads until so many bytes are here; false when the connection ended with none of them. */
    private boolean have(int count) throws IOException {
        while (end - start < count) {
            makeRoom(count);
            direct.clear().limit(Math.min(direct.capacity(), bytes.length - end));
            int read = channel.read(direct);
            if (read < 0) {
                if (start == end) return false;
                throw new MalformedFrame("the connection ended within a frame");
            }
            direct.flip().get(bytes, end, read);
            end += read;
        }
        return true;
    }

    private void makeRoom(int count) {
        if (start + count <= bytes.length && end < bytes.length) return;
        var from = bytes;
        if (count > bytes.length) bytes = new byte[count];
        System.arraycopy(from, start, bytes, 0, end - start);
        end -= start;
        start = 0;
    }
}
