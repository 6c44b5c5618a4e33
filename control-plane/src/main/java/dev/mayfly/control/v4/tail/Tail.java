package dev.mayfly.control.v4.tail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.bindings.tails.Tails.Watch;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody who watches a function. Its id is a secret: whoever knows it may read. */
final class Tail {
    final String id;
    final Watch watch;
    final Instant expiresAt;
    private final TailFilter filter;

    private @Nullable Reader reader;
    private long dropped;

    private record Reader(ServerWebSocket socket, Context context, String address) {}

    Tail(String id, Watch watch, TailFilter filter, Instant expiresAt) {
        this.id = id;
        this.watch = watch;
        this.filter = filter;
        this.expiresAt = expiresAt;
    }

    /** Whether this is its reader from now on: it has one only. */
    synchronized boolean connect(ServerWebSocket socket) {
        if (reader != null) return false;
        reader = new Reader(
                socket, Vertx.currentContext(), socket.remoteAddress().hostAddress());
        return true;
    }

    synchronized boolean isConnected() {
        return reader != null;
    }

    /** Passes it on unless its reader does not want it, or is too slow; what is dropped is counted, and told. */
    synchronized void tell(Seen seen) {
        Reader to = reader;
        if (to == null) return;
        dropped += seen.dropped();
        if (!filter.lets(seen, TailEvent.outcome(seen.invocation()), to.address)) return;
        if (to.socket.isClosed()) return;
        if (to.socket.writeQueueFull()) {
            dropped++;
            return;
        }
        if (dropped > 0) send(to, TailEvent.overload(watch.function(), dropped));
        dropped = 0;
        send(to, TailEvent.of(seen));
    }

    synchronized void end() {
        Reader from = reader;
        if (from != null)
            from.context.runOnContext(v -> {
                if (!from.socket.isClosed()) from.socket.close();
            });
    }

    private static void send(Reader to, ObjectNode event) {
        to.socket.writeTextMessage(event.toString());
    }
}
