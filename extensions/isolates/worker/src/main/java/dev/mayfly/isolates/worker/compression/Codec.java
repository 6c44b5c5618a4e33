package dev.mayfly.isolates.worker.compression;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way into a format or out of it: a piece goes in, and what comes of it is fetched a piece at a time until nothing
 * does. It holds memory outside of the Java heap until it is closed.
 */
interface Codec extends AutoCloseable {
    /** The longest piece that comes out, and that should go in: a JDK routine hears no cancel while it works on one. */
    int PIECE = 64 << 10;

    /** A piece goes in; what came of the one before is out. */
    void feed(byte[] piece);

    /**
     * No more goes in.
     *
     * @throws IllegalArgumentException when what went in is no whole
     */
    void finish();

    /**
     * The next piece that comes out; null if nothing does until more goes in.
     *
     * @throws IllegalArgumentException when what went in is not of the format
     */
    @Nullable
    ByteBuffer next();

    /** About how much memory it holds, which is none of its isolate's heap. */
    int bytes();

    @Override
    void close();
}
