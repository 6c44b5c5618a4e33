package dev.mayfly.edge.transport;

import dev.mayfly.edge.EdgeConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of clients that are open. */
@Singleton
public final class Connections {
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Connection.Patience patience;
    private volatile boolean leaving;

    Connections(EdgeConfig config) {
        this.patience = new Connection.Patience(
                config.transport().headWithin().toNanos(),
                config.transport().idleMax().toNanos());
    }

    Connection open() {
        Connection connection = new Connection(patience, leaving);
        open.add(connection);
        return connection;
    }

    void closed(Connection connection) {
        open.remove(connection);
    }

    /** Tells those that are there, and those that come. */
    void leave(Duration within) {
        leaving = true;
        open.forEach(connection -> connection.leave(within));
    }

    Set<Connection> all() {
        return open;
    }

    /** The head of a request is whole. Call it for each, on its context. */
    public static void heard(HttpServerRequest http) {
        if (!(http.connection() instanceof ConnectionBase base)) return;
        Connection connection = base.channel().attr(Connection.KEY).get();
        if (connection != null) connection.heard(base.channelHandlerContext(), http.connection());
    }
}
