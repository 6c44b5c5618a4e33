package dev.mayfly.edge.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, from the moment in which it is let in. It has so long for its first head, and so long between an answer and the
 * next head: whoever sends a head byte by byte has no more time than who is silent. While a request is under way it has all the time that the
 * request has.
 *
 * <p>One timer, set again when it rings: a request costs no timer, only a look at the clock where the connection becomes idle.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    static final AttributeKey<Connection> KEY = AttributeKey.valueOf(Connection.class, "of");

    record Patience(long headNs, long idleNs) {}

    private final Patience patience;
    private @Nullable HttpConnection http;
    private volatile @Nullable ChannelHandlerContext wire;
    private final AtomicInteger underWay = new AtomicInteger();
    private @Nullable Future<?> timer;
    private boolean http2;
    private boolean leaving;
    private long idleSinceNs = System.nanoTime();

    Connection(Patience patience, boolean leaving) {
        this.patience = patience;
        this.leaving = leaving;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        wire = context;
        awaitHead(context, Math.min(patience.headNs, patience.idleNs));
    }

    /** Nothing of a connection that has ended waits for its timer. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timer != null) timer.cancel(false);
    }

    private void awaitHead(ChannelHandlerContext context, long ns) {
        timer = context.executor().schedule(() -> look(context), ns, TimeUnit.NANOSECONDS);
    }

    /** As each bound that is set from now on is at least as long as that of an idle connection, none ends before this comes again. */
    private void look(ChannelHandlerContext context) {
        if (!context.channel().isActive()) return;
        long bound = http == null ? patience.headNs : patience.idleNs;
        long left = underWay.get() > 0 ? patience.idleNs : bound - (System.nanoTime() - idleSinceNs);
        if (left > 0) awaitHead(context, left);
        else context.channel().close();
    }

    /** A head is whole; what comes and goes from here on is counted where the requests are. */
    void heard(ChannelHandlerContext handler, HttpConnection connection) {
        if (http != null) return;
        http = connection;
        if (handler.handler() instanceof Http2ConnectionHandler streams) {
            http2 = true;
            underWay.set(streams.connection().numActiveStreams());
            streams.connection().addListener(new Streams());
        } else {
            underWay.set(1);
            handler.pipeline().addBefore(handler.name(), null, new Answers(this));
        }
    }

    /** On the connection's own thread, as {@link #ended}; others only read. */
    void begun() {
        underWay.lazySet(underWay.get() + 1);
    }

    void ended() {
        underWay.lazySet(underWay.get() - 1);
        idleSinceNs = System.nanoTime();
    }

    private final class Streams extends Http2ConnectionAdapter {
        @Override
        public void onStreamActive(Http2Stream stream) {
            begun();
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            ended();
        }
    }

    /** Requests whose answers are not over. */
    int underWay() {
        return underWay.get();
    }

    /** Whether the answer that is being written is the last of this connection. */
    boolean isLast() {
        return leaving && underWay.get() == 1;
    }

    /** From now on no request is begun by a client that listens: HTTP/2 is told at once, HTTP/1.1 with its next answer. */
    void leave(Duration within) {
        onItsThread(() -> {
            leaving = true;
            if (http != null && http2) http.shutdown(within.toMillis());
        });
    }

    void close() {
        onItsThread(() -> {
            if (wire != null) wire.channel().close();
        });
    }

    private void onItsThread(Runnable deed) {
        if (wire != null) wire.executor().execute(deed);
    }
}
