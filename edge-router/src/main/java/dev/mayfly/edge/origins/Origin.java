package dev.mayfly.edge.origins;

import dev.mayfly.edge.forward.Target;
import dev.mayfly.edge.origins.OriginConfig.Host;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One or several equal servers, which take turns. */
public final class Origin implements Target {
    private static final int ATTEMPTS_MAX = 3;

    private final String name;
    private final HttpClient client;
    private final HttpClient sockets;
    private final List<Server> servers;
    private final OriginConfig config;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param sockets connects with HTTP/1.1, as WebSockets begin with it */
    Origin(String name, HttpClient client, HttpClient sockets, OriginConfig config) {
        this.name = name;
        this.client = client;
        this.sockets = sockets;
        this.config = config;
        this.servers = config.urls().stream().map(url -> Server.of(name, url)).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<HttpClientRequest> open(HttpMethod method, String pathAndQuery) {
        return open(client, method, pathAndQuery);
    }

    @Override
    public Future<HttpClientRequest> openSocket(String pathAndQuery) {
        return open(sockets, HttpMethod.GET, pathAndQuery);
    }

    private Future<HttpClientRequest> open(HttpClient by, HttpMethod method, String pathAndQuery) {
        Server server = servers.get(Integer.remainderUnsigned(turn.getAndIncrement(), servers.size()));
        return by.request(new RequestOptions()
                .setMethod(method)
                .setHost(server.host)
                .setPort(server.port)
                .setSsl(server.secure)
                .setConnectTimeout(config.connectTimeout().toMillis())
                .setURI(server.path.isEmpty() ? pathAndQuery : server.path + pathAndQuery));
    }

    /** A kept connection may have been closed in the moment in which it is used: even a single server is asked again. */
    @Override
    public int attemptsMax() {
        return Math.clamp(servers.size(), 2, ATTEMPTS_MAX);
    }

    @Override
    public Optional<String> host(String asked) {
        return config.host() == Host.client ? Optional.of(asked) : Optional.empty();
    }

    @Override
    public Duration silenceMax() {
        return config.silenceMax();
    }

    /** @param path that stands before those of requests; without a slash at its end */
    private record Server(boolean secure, String host, int port, String path) {
        static Server of(String origin, URI url) {
            boolean secure = "https".equals(url.getScheme());
            boolean known = secure || "http".equals(url.getScheme());
            if (!known
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null)
                throw new IllegalArgumentException(
                        "mayfly.edge.origins.%s.urls: %s is not http://host[:port][/path], nor https://…"
                                .formatted(origin, url));
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            return new Server(
                    secure,
                    url.getHost().replaceAll("[\\[\\]]", ""),
                    url.getPort() < 0 ? (secure ? 443 : 80) : url.getPort(),
                    path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        }
    }
}
