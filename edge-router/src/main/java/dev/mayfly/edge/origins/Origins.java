package dev.mayfly.edge.origins;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.faults.FaultsConfig;
import dev.mayfly.edge.route.OriginRoute;
import dev.mayfly.edge.route.RoutePattern;
import dev.mayfly.edge.route.RouteTable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/** All origins of the settings. What cannot be read stops the start. */
@Singleton
public class Origins {
    /** Shorter than what common servers keep, so that few requests meet a connection that is just being closed. */
    private static final int IDLE_SECONDS = 4;

    /** As many as Vert.x has by itself: each carries many requests. */
    private static final int HTTP2_CONNECTIONS = 1;

    private final Vertx vertx;
    private final FaultsConfig faults;
    private final List<LoopClients> clients = new ArrayList<>();
    private final List<OriginRoute> routes = new ArrayList<>();

    Origins(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.faults = config.faults();
        new TreeMap<>(config.origins()).forEach((name, settings) -> add(name, settings, config.baseDomain()));
    }

    /** What leads to them. */
    public List<OriginRoute> routes() {
        return List.copyOf(routes);
    }

    private void add(String name, OriginConfig settings, String baseDomain) {
        if (settings.urls().isEmpty() || settings.routes().isEmpty())
            throw new IllegalArgumentException("mayfly.edge.origins.%s needs urls and routes".formatted(name));
        Origin origin = origin(name, settings);
        for (String text : settings.routes()) routes.add(new OriginRoute(pattern(name, text, baseDomain), origin));
    }

    private static RoutePattern pattern(String name, String text, String baseDomain) {
        return RoutePattern.parse(text)
                .filter(pattern -> RouteTable.mayBeCustom(pattern.host(), baseDomain))
                .orElseThrow(() -> new IllegalArgumentException(
                        "mayfly.edge.origins.%s.routes: %s is not host/path with a domain that is not the platform's own (%s)"
                                .formatted(name, text, baseDomain)));
    }

    /** HTTP/2 where TLS agrees on it: in plain text nobody says whether it is understood. */
    private Origin origin(String name, OriginConfig settings) {
        LoopClients sockets = client(name, settings, options -> options.setProtocolVersion(HttpVersion.HTTP_1_1));
        boolean secure = settings.urls().stream().anyMatch(url -> "https".equals(url.getScheme()));
        if (!secure) return new Origin(name, sockets, sockets, settings, faults);
        if (settings.urls().stream().anyMatch(url -> !"https".equals(url.getScheme())))
            throw new IllegalArgumentException(
                    "mayfly.edge.origins.%s.urls: either all are https or none is".formatted(name));
        LoopClients client = client(
                name,
                settings,
                options -> options.setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true));
        return new Origin(name, client, sockets, settings, faults);
    }

    private LoopClients client(String name, OriginConfig settings, UnaryOperator<HttpClientOptions> speaking) {
        HttpClientOptions options = speaking.apply(new HttpClientOptions())
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setHttp2KeepAliveTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(64 << 10)
                .setMaxInitialLineLength(16 << 10)
                .setTracingPolicy(TracingPolicy.IGNORE);
        settings.trust().ifPresent(file -> options.setTrustOptions(trust(name, file)));
        LoopClients made = new LoopClients(
                settings.connectionsMax(),
                loops(),
                connections -> vertx.httpClientBuilder()
                        .with(options)
                        .with(new PoolOptions()
                                .setHttp1MaxSize(connections)
                                .setHttp2MaxSize(HTTP2_CONNECTIONS)
                                .setMaxWaitQueueSize(settings.connectionsMax()))
                        .build());
        clients.add(made);
        return made;
    }

    private int loops() {
        var group = ((VertxInternal) vertx).getEventLoopGroup();
        return (int) StreamSupport.stream(group.spliterator(), false).count();
    }

    private static PemTrustOptions trust(String name, Path file) {
        if (!Files.isReadable(file))
            throw new IllegalArgumentException("mayfly.edge.origins.%s.trust: %s cannot be read".formatted(name, file));
        return new PemTrustOptions().addCertPath(file.toString());
    }

    @PreDestroy
    void close() {
        clients.forEach(LoopClients::close);
    }
}
