package dev.mayfly.edge.stream;

import dev.mayfly.isolates.frames.Frames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream on in pieces, no faster than its reader grants bytes. At most one buffer of the source is held back. All calls come
 * on one context.
 */
public final class MeteredSource {
    /** Where the pieces go. */
    public interface Sink {
        void piece(byte[] bytes);

        void end();

        void broken();
    }

    private enum State {
        open,
        sourceEnded,
        done
    }

    private final ReadStream<Buffer> source;
    private final Sink sink;
    private long credit;
    private @Nullable Buffer held;
    private int heldFrom;
    private boolean asked;
    private State state = State.open;

    /** Takes the stream over, paused. */
    public MeteredSource(ReadStream<Buffer> source, Sink sink) {
        this.source = source;
        this.sink = sink;
        source.pause();
        source.exceptionHandler(e -> broken());
        source.endHandler(v -> ended());
        source.handler(this::arrived);
        source.pause();
        if (canAsk()) ask();
    }

    /** The reader takes so many bytes more. */
    public void grant(int bytes) {
        credit += bytes;
        flow();
    }

    /** The reader takes nothing more. The source is left paused: whoever owns it decides what becomes of the rest. */
    public void stop() {
        state = State.done;
        held = null;
    }

    private void arrived(Buffer buffer) {
        asked = false;
        if (state == State.done) return;
        held = buffer;
        heldFrom = 0;
        flow();
    }

    private void flow() {
        while (state != State.done && held != null && credit > 0) {
            int length = (int) Math.min(Math.min(credit, held.length() - heldFrom), Frames.CHUNK_MAX);
            byte[] piece = held.getBytes(heldFrom, heldFrom + length);
            heldFrom += length;
            credit -= length;
            if (heldFrom == held.length()) held = null;
            if (length > 0) sink.piece(piece);
        }
        if (held != null || state == State.done) return;
        if (state == State.sourceEnded) {
            state = State.done;
            sink.end();
        } else if (canAsk()) {
            ask();
        }
    }

    /** One buffer is asked for ahead of any grant, so that an end without bytes is seen. */
    private boolean canAsk() {
        return state == State.open && held == null && !asked;
    }

    private void ask() {
        asked = true;
        source.fetch(1);
    }

    private void ended() {
        if (state != State.open) return;
        state = State.sourceEnded;
        flow();
    }

    private void broken() {
        if (state == State.done) return;
        state = State.done;
        held = null;
        sink.broken();
    }
}
