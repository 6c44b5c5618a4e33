package dev.mayfly.edge.regions;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The connections to one router of another region: HTTP/2 for requests, HTTP/1.1 for each WebSocket, and one aside for asking how it stands. */
final class Link {
    private static final int WINDOW = 1 << 20;
    private static final int STREAM_WINDOW = 256 << 10;
    private static final int WAITING_MAX = 10_000;
    private static final int PROBES_WAITING_MAX = 4;
    private static final int HEAD_MAX = 64 << 10;

    private final Vertx vertx;
    private final PeerUrl url;
    private final PeersConfig config;
    private final HttpClientOptions tls;
    private final AtomicReference<Clients> clients;

    private record Clients(HttpClient requests, HttpClient sockets, HttpClient probes, Set<HttpConnection> open) {
        void end() {
            open.forEach(connection -> connection.shutdown(0));
            requests.close();
            sockets.close();
            probes.close();
        }
    }

    /** @param tls what is said of TLS, in options of no connection yet */
    Link(Vertx vertx, Peer peer, PeersConfig config, HttpClientOptions tls) {
        this.vertx = vertx;
        this.url = peer.url();
        this.config = config;
        this.tls = tls;
        this.clients = new AtomicReference<>(clients());
    }

    private Clients clients() {
        Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
        return new Clients(
                client(HttpVersion.HTTP_2, config.connections(), WAITING_MAX, open),
                client(HttpVersion.HTTP_1_1, config.socketsMax(), WAITING_MAX, open),
                client(HttpVersion.HTTP_2, 1, PROBES_WAITING_MAX, open),
                open);
    }

    private HttpClient client(HttpVersion version, int connections, int waiting, Set<HttpConnection> open) {
        HttpClientOptions options = new HttpClientOptions(tls)
                .setProtocolVersion(version)
                .setUseAlpn(url.secure() && version == HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2ConnectionWindowSize(WINDOW)
                .setConnectTimeout((int) config.probeWithin().toMillis())
                .setMaxHeaderSize(HEAD_MAX)
                .setMaxInitialLineLength(HEAD_MAX)
                .setTracingPolicy(TracingPolicy.IGNORE);
        options.getInitialSettings().setInitialWindowSize(STREAM_WINDOW).setMaxHeaderListSize(HEAD_MAX);
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions()
                        .setHttp1MaxSize(connections)
                        .setHttp2MaxSize(connections)
                        .setMaxWaitQueueSize(waiting))
                .withConnectHandler(connection -> {
                    open.add(connection);
                    connection.closeHandler(v -> open.remove(connection));
                })
                .build();
    }

    Future<HttpClientRequest> request(HttpMethod method, String pathAndQuery) {
        return Objects.requireNonNull(clients.get()).requests.request(options(method, pathAndQuery));
    }

    Future<HttpClientRequest> socket(String pathAndQuery) {
        return Objects.requireNonNull(clients.get()).sockets.request(options(HttpMethod.GET, pathAndQuery));
    }

    Future<HttpClientRequest> probe() {
        return Objects.requireNonNull(clients.get()).probes.request(options(HttpMethod.GET, "/"));
    }

    private RequestOptions options(HttpMethod method, String pathAndQuery) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(url.port(), url.host()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.secure())
                .setMethod(method)
                .setURI(pathAndQuery)
                .setConnectTimeout(config.probeWithin().toMillis());
    }

    /** All that is under way there ends, as if it had been closed from the other side; what comes next makes connections of its own. */
    void cut() {
        clients.getAndSet(clients()).end();
    }

    void close() {
        Objects.requireNonNull(clients.get()).end();
    }
}
