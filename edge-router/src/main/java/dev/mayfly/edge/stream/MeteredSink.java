package dev.mayfly.edge.stream;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.IntConsumer;

/** Writes pieces to a stream and tells how many bytes were taken: at once, or when a full stream has drained. */
public final class MeteredSink {
    private final WriteStream<Buffer> out;
    private final IntConsumer taken;
    private int owed;
    private boolean waiting;

    public MeteredSink(WriteStream<Buffer> out, IntConsumer taken) {
        this.out = out;
        this.taken = taken;
    }

    public void write(byte[] piece) {
        write(piece, piece.length, () -> {});
    }

    /** @param counts as how many bytes it is told; {@code left}: called once it has left this process */
    public void write(byte[] piece, int counts, Runnable left) {
        out.write(Buffer.buffer(Unpooled.wrappedBuffer(piece))).onSuccess(v -> left.run());
        if (!waiting && !out.writeQueueFull()) {
            taken.accept(counts);
            return;
        }
        owed += counts;
        if (waiting) return;
        waiting = true;
        out.drainHandler(v -> drained());
    }

    private void drained() {
        waiting = false;
        int bytes = owed;
        owed = 0;
        if (bytes > 0) taken.accept(bytes);
    }
}
