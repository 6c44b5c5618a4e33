package dev.mayfly.control.v4.tail;

import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.bindings.tails.Tails.Watch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody who watches a function. Its id is a secret: whoever knows it may read. */
final class Tail {
    final String id;
    final Watch watch;
    final Instant expiresAt;
    private final TailFilter filter;

    private @Nullable Reader reader;
    private boolean ended;
    private long dropped;

    /** Who reads it. */
    interface Reader {
        String address();

        /** Whether it takes no more now: it is too slow, or gone. */
        boolean isFull();

        void send(String event);

        void end();
    }

    Tail(String id, Watch watch, TailFilter filter, Instant expiresAt) {
        this.id = id;
        this.watch = watch;
        this.filter = filter;
        this.expiresAt = expiresAt;
    }

    /** Whether this is its reader from now on: it has one only. */
    synchronized boolean connect(Reader wanted) {
        if (reader != null || ended) return false;
        reader = wanted;
        return true;
    }

    synchronized boolean isConnected() {
        return reader != null;
    }

    /** Passes it on unless its reader does not want it, or is too slow; what is dropped is counted, and told. */
    synchronized void tell(Seen seen) {
        if (reader == null) return;
        dropped += seen.dropped();
        if (!filter.lets(seen, TailEvent.outcome(seen.invocation()), reader.address())) return;
        if (reader.isFull()) {
            dropped++;
            return;
        }
        if (dropped > 0)
            reader.send(TailEvent.overload(watch.function(), dropped).toString());
        dropped = 0;
        reader.send(TailEvent.of(seen).toString());
    }

    synchronized void end() {
        ended = true;
        if (reader != null) reader.end();
    }
}
