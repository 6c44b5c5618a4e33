package dev.mayfly.isolates.worker.compression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Decompresses. What stands behind the end and is no further member is an error. */
final class Unpacking implements Codec {
    /** How many members a body of gzip may have (RFC 1952, 2.2): the Compression standard takes one, HTTP takes any number. */
    enum Members {
        ONE,
        ANY
    }

    private static final int BYTES = 44 << 10;
    private static final byte[] NOTHING = {};

    private final Inflater inflater;
    private final CRC32 sum = new CRC32();
    private final ByteBuffer tail;
    private final byte[] room = new byte[PIECE];
    private final Members members;
    private @Nullable GzipHead head;
    private byte[] input = NOTHING;
    private int at;

    Unpacking(Format format, Members members) {
        this.members = members;
        inflater = new Inflater(format.isBare());
        head = format == Format.GZIP ? new GzipHead() : null;
        tail = ByteBuffer.allocate(head == null ? 0 : 8).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void feed(byte[] piece) {
        input = piece;
        at = 0;
        readHead();
    }

    /** As far as it is there. What follows it is deflated. */
    private void readHead() {
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
        while (true) {
            boolean inside = !inflater.finished() && (head == null || head.done());
            var out = inside ? inflated() : null;
            boolean another = inflater.finished() && endsAndGoesOn();
            if (out != null || !another) return out;
        }
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

    /** Reads what stands behind the deflated bytes; tells whether another member begins there. */
    private boolean endsAndGoesOn() {
        while (tail.hasRemaining() && at < input.length) tail.put(input[at++]);
        if (tail.hasRemaining()) return false;
        if (head != null) compare();
        if (at == input.length) return false;
        if (head == null || members == Members.ONE || !GzipHead.mayBeginWith(input[at] & 0xFF))
            throw new IllegalArgumentException("something follows the end of the compressed data");
        head = new GzipHead();
        sum.reset();
        tail.clear();
        inflater.reset();
        readHead();
        return true;
    }

    private void compare() {
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
