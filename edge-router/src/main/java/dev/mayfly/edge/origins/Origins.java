package dev.mayfly.edge.origins;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.faults.FaultsConfig;
import dev.mayfly.edge.ingress.Authority;
import dev.mayfly.edge.route.OriginRoute;
import dev.mayfly.edge.route.RoutePattern;
import dev.mayfly.edge.route.RouteTable;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All origins of the settings. What cannot be read stops the start. */
@Singleton
public class Origins {
    private final Vertx vertx;
    private final FaultsConfig faults;
    private final List<Clients> clients = new ArrayList<>();
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

    private Origin origin(String name, OriginConfig settings) {
        Terms terms = Terms.of(settings);
        if (terms.secure() && settings.urls().stream().anyMatch(url -> !"https".equals(url.getScheme())))
            throw new IllegalArgumentException(
                    "mayfly.edge.origins.%s.urls: either all are https or none is".formatted(name));
        if (!Set.of(Terms.CLIENT, Terms.SERVER).contains(terms.host())
                && Authority.parse(terms.host()).isEmpty())
            throw new IllegalArgumentException(
                    "mayfly.edge.origins.%s.host is %s; it can be client, server, or a host name"
                            .formatted(name, terms.host()));
        Clients own =
                new Clients(vertx, settings.connectionsMax(), settings.trust().map(file -> trust(name, file)));
        clients.add(own);
        return new Origin(
                Whose.ofSettings(name),
                terms,
                own.requests(terms),
                own.sockets(),
                Reach.ANYWHERE,
                Optional.empty(),
                faults);
    }

    private static PemTrustOptions trust(String name, Path file) {
        if (!Files.isReadable(file))
            throw new IllegalArgumentException("mayfly.edge.origins.%s.trust: %s cannot be read".formatted(name, file));
        return new PemTrustOptions().addCertPath(file.toString());
    }

    @PreDestroy
    void close() {
        clients.forEach(Clients::close);
    }
}
