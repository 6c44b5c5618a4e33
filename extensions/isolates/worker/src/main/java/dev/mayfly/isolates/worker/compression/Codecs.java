package dev.mayfly.isolates.worker.compression;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one isolate is compressing and decompressing. The memory of a codec is none of the Java heap's: it is freed when the codec
 * is done, at the latest with the isolate.
 */
public final class Codecs implements AutoCloseable {
    /** At a time. */
    public static final int MOST = 64;

    private final Map<Integer, Codec> open = new HashMap<>();
    private int last;
    private boolean closed;

    /**
     * Number of a codec for a format: {@code pack} compresses, {@code unpack} decompresses, {@code unpack-all} does so with all the
     * members that a body of gzip may have.
     */
    public synchronized int open(String format, String way) {
        if (closed) throw new IllegalStateException("the isolate has ended");
        if (open.size() >= MOST)
            throw new IllegalArgumentException(
                    "%d compression streams are open; that many may be at a time".formatted(MOST));
        open.put(++last, codec(Format.named(format), way));
        return last;
    }

    private static Codec codec(Format format, String way) {
        return switch (way) {
            case "pack" -> new Packing(format);
            case "unpack" -> new Unpacking(format, Unpacking.Members.ONE);
            case "unpack-all" -> new Unpacking(format, Unpacking.Members.ANY);
            default -> throw new IllegalArgumentException("no way " + way);
        };
    }

    /**
     * A piece goes in; what came of the one before is out.
     *
     * @param piece of at most {@link Codec#PIECE} bytes
     */
    public void feed(int codec, byte[] piece) {
        if (piece.length > Codec.PIECE)
            throw new IllegalArgumentException(piece.length + " bytes are too many at once");
        get(codec).feed(piece);
    }

    public void finish(int codec) {
        get(codec).finish();
    }

    /** The next piece that comes out; null if nothing does until more goes in. */
    public @Nullable ByteBuffer next(int codec) {
        return get(codec).next();
    }

    public synchronized void close(int codec) {
        var closing = open.remove(codec);
        if (closing != null) closing.close();
    }

    /** Whether all is freed, and nothing will be opened any more. */
    public synchronized boolean isClosed() {
        return closed && open.isEmpty();
    }

    /** About how much memory one holds. */
    public int bytes(int codec) {
        return get(codec).bytes();
    }

    /** About how much memory all of them hold, which no measurement of the isolate's heap sees. */
    public synchronized long bytes() {
        return open.values().stream().mapToLong(Codec::bytes).sum();
    }

    private synchronized Codec get(int codec) {
        var found = open.get(codec);
        if (found == null) throw new IllegalStateException("the stream is over");
        return found;
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Codec::close);
        open.clear();
    }
}
