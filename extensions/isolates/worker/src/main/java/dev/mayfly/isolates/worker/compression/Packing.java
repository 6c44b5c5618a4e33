package dev.mayfly.isolates.worker.compression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Compresses. */
final class Packing implements Codec {
    /** No name, no time, an operating system that is not told. */
    private static final byte[] GZIP_HEAD = {0x1F, (byte) 0x8B, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

    private static final int GZIP_TAIL = 8;
    /** What zlib takes for a window of 32 KB and its tables. */
    private static final int BYTES = 268 << 10;

    private final Deflater deflater;
    private final boolean framed;
    private final CRC32 sum = new CRC32();
    private final byte[] room = new byte[PIECE];
    private boolean begun;
    private boolean ended;

    Packing(Format format) {
        deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, format.isBare());
        framed = format == Format.GZIP;
    }

    @Override
    public void feed(byte[] piece) {
        deflater.setInput(piece);
        if (framed) sum.update(piece);
    }

    @Override
    public void finish() {
        deflater.finish();
    }

    @Override
    public @Nullable ByteBuffer next() {
        if (ended) return null;
        int from = framed && !begun ? GZIP_HEAD.length : 0;
        int length = deflater.deflate(room, from, room.length - from - GZIP_TAIL);
        ended = deflater.finished();
        if (length == 0 && !ended) return null;
        begun = true;
        var out = ByteBuffer.allocate(from + length + (framed && ended ? GZIP_TAIL : 0))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(GZIP_HEAD, 0, from).put(room, from, length);
        if (out.hasRemaining()) out.putInt((int) sum.getValue()).putInt((int) deflater.getBytesRead());
        return out.position() == 0 ? null : out.flip();
    }

    @Override
    public int bytes() {
        return BYTES + room.length;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
