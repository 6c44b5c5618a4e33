package dev.mayfly.edge.origins;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.impl.ContextInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * The connections to one origin, apart for each event loop: a request stays on the loop on which it came in, as no connection of another loop is ever
 * chosen for it. Where there may be only few connections all loops share them, since a part of few would be none.
 */
final class LoopClients implements AutoCloseable {
    /** Connections that a loop must have for itself. */
    private static final int EACH_MIN = 32;

    private final IntFunction<HttpClient> make;
    private final int each;
    private final HttpClient shared;
    private final Map<EventLoop, HttpClient> own = new ConcurrentHashMap<>();

    /**
     * @param loops event loops that requests come in on, at most
     * @param make a client with at most so many connections to each server
     */
    LoopClients(int connectionsMax, int loops, IntFunction<HttpClient> make) {
        this.make = make;
        this.each = connectionsMax / (loops + 1);
        this.shared = make.apply(apart() ? connectionsMax - loops * each : connectionsMax);
    }

    /** For a request of the current context. */
    HttpClient here() {
        if (!apart() || !(Vertx.currentContext() instanceof ContextInternal context) || !context.isEventLoopContext())
            return shared;
        return own.computeIfAbsent(context.nettyEventLoop(), loop -> make.apply(each));
    }

    private boolean apart() {
        return each >= EACH_MIN;
    }

    @Override
    public void close() {
        shared.close();
        own.values().forEach(HttpClient::close);
    }
}
