package dev.mayfly.edge.regions;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.faults.Endpoint;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The connections to all routers of other regions. */
@Singleton
class Links {
    private final Map<Peer, Link> links = new HashMap<>();
    private final PeersConfig config;
    private final TlsConfigurationRegistry tls;

    Links(Regions regions, Vertx vertx, EdgeConfig config, TlsConfigurationRegistry tls) {
        this.config = config.peers();
        this.tls = tls;
        if (!regions.isOn()) return;
        HttpClientOptions options = new HttpClientOptions();
        if (!this.config.plaintext()) {
            TlsConfigUtils.configure(options, known());
            options.setVerifyHost(true).setForceSni(true);
        }
        for (Region region : regions.others())
            for (Endpoint<Peer> router : region.routers().all())
                links.put(router.target(), new Link(vertx, router.target(), this.config, options));
    }

    Link to(Peer peer) {
        return Objects.requireNonNull(links.get(peer), "every peer has a link");
    }

    /** For the door at which peers come in. */
    void configure(HttpServerOptions options) {
        if (!config.plaintext()) TlsConfigUtils.configure(options, known());
    }

    private TlsConfiguration known() {
        TlsConfiguration found = tls.get(config.tls())
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no quarkus.tls.%s, the TLS configuration by which routers of different regions know each other"
                                .formatted(config.tls())));
        if (found.getKeyStore() == null || found.getTrustStore() == null)
            throw new IllegalArgumentException(
                    "quarkus.tls.%s needs a key-store, with the certificate that this router shows, and a trust-store, with the authority of its peers'"
                            .formatted(config.tls()));
        return found;
    }

    @PreDestroy
    void close() {
        links.values().forEach(Link::close);
    }
}
