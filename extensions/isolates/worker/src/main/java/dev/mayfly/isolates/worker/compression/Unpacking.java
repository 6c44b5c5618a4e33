package dev.mayfly.isolates.worker.compression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Decompresses. Anything behind the end is an error, as the standard wants it. */
final class Unpacking implements Codec {
    private static final int BYTES = 44 << 10;
    private static final byte[] NOTHING = {};

    private final Inflater inflater;
    private final @Nullable GzipHead head;
    private final CRC32 sum = new CRC32();
    private final ByteBuffer tail;
    private final byte[] room = new byte[PIECE];
    private byte[] input = NOTHING;
    private int at;

    Unpacking(Format format) {
        inflater = new Inflater(format.isBare());
        head = format == Format.GZIP ? new GzipHead() : null;
        tail = ByteBuffer.allocate(head == null ? 0 : 8).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void feed(byte[] piece) {
        input = piece;
        at = 0;
        while (head != null && !head.done() && at < input.length) head.take(input[at++] & 0xFF);
        if (!inflater.finished()) inflater.setInput(input, at, input.length - at);
    }

    @Override
    public void finish() {
        if (!inflater.finished() || tail.hasRemaining()) {
            throw new IllegalArgumentException("the compressed data ends too early");
        }
    }

    @Override
    public @Nullable ByteBuffer next() {
        boolean inside = !inflater.finished() && (head == null || head.done());
        var out = inside ? inflated() : null;
        if (inflater.finished()) end();
        return out;
    }

    private @Nullable ByteBuffer inflated() {
        try {
            int length = inflater.inflate(room);
            if (inflater.needsDictionary())
                throw new IllegalArgumentException("the compressed data needs a dictionary");
            at = input.length - inflater.getRemaining();
            if (head != null) sum.update(room, 0, length);
            return length == 0 ? null : ByteBuffer.wrap(Arrays.copyOf(room, length));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("the compressed data is damaged: " + e.getMessage(), e);
        }
    }

    private void end() {
        while (tail.hasRemaining() && at < input.length) tail.put(input[at++]);
        if (at < input.length) throw new IllegalArgumentException("something follows the end of the compressed data");
        if (head == null || tail.hasRemaining()) return;
        boolean right = tail.getInt(0) == (int) sum.getValue() && tail.getInt(4) == (int) inflater.getBytesWritten();
        if (!right) throw new IllegalArgumentException("the sum or the length at the end of the gzip data is wrong");
    }

    @Override
    public int bytes() {
        return BYTES + room.length;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
