package dev.mayfly.edge.acme;

import dev.mayfly.edge.EdgeConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks now and then whether the certificate must be renewed, or was by another router, and has connections from then on meet the new one. */
@Singleton
class Renewal {
    private static final Logger LOG = Logger.getLogger(Renewal.class);

    private final Optional<Asking> asking;
    private final Challenges challenges;
    private final TlsConfigurationRegistry registry;
    private final Event<CertificateUpdatedEvent> updated;
    private final Duration lookEvery;
    private final Duration renewBefore;
    private Optional<FileTime> shown = Optional.empty();
    private Optional<ScheduledExecutorService> thread = Optional.empty();

    Renewal(
            EdgeConfig config,
            Challenges challenges,
            TlsConfigurationRegistry registry,
            Event<CertificateUpdatedEvent> updated) {
        this.asking = Asking.of(config.acme());
        this.challenges = challenges;
        this.registry = registry;
        this.updated = updated;
        this.lookEvery = config.acme().lookEvery();
        this.renewBefore = config.acme().renewBefore();
    }

    /** Not before clients, and an authority among them, can ask. */
    void start(@ObservesAsync HttpServerStart event) throws IOException {
        if (asking.isEmpty()) return;
        shown = challenges.folder().orElseThrow().certificateOf();
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("mayfly-edge-acme").factory());
        thread = Optional.of(started);
        started.scheduleWithFixedDelay(this::look, 0, lookEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.ifPresent(ScheduledExecutorService::shutdownNow);
    }

    private void look() {
        Asking asked = asking.orElseThrow();
        AcmeFolder folder = challenges.folder().orElseThrow();
        try {
            if (isDue(folder, asked)) {
                boolean asking = folder.alone(() -> {
                    if (isDue(folder, asked)) new Order(asked, folder).run();
                });
                if (!asking) LOG.info("another router asks for the certificate");
            }
            Optional<FileTime> now = folder.certificateOf();
            if (now.isPresent() && !now.equals(shown)) show(now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.errorf(
                    "no certificate for %s from %s: %s; asking again in %s",
                    String.join(", ", asked.names()), asked.directory(), e.getMessage(), lookEvery);
        }
    }

    private void show(Optional<FileTime> now) {
        TlsConfiguration tls = registry.get(AcmeCertificate.NAME).orElseThrow();
        if (!tls.reload()) throw new IllegalStateException("the certificate that was given cannot be used");
        shown = now;
        updated.fire(new CertificateUpdatedEvent(AcmeCertificate.NAME, tls));
        LOG.infof(
                "connections meet a new certificate for %s",
                String.join(", ", asking.orElseThrow().names()));
    }

    private boolean isDue(AcmeFolder folder, Asking asked) throws IOException, CertificateException {
        Optional<byte[]> kept = folder.certificate();
        if (kept.isEmpty()) return true;
        X509Certificate certificate = certificate(kept.get());
        return certificate.getNotAfter().toInstant().minus(renewBefore).isBefore(Instant.now())
                || !names(certificate).containsAll(asked.names());
    }

    /** The first, which is the router's own. */
    private static X509Certificate certificate(byte[] pem) throws CertificateException {
        String text = new String(pem, java.nio.charset.StandardCharsets.US_ASCII);
        int at = text.indexOf("-----BEGIN CERTIFICATE-----");
        if (at < 0) throw new CertificateException("the file has no certificate");
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem, at, pem.length - at));
    }

    private static Set<String> names(X509Certificate certificate) throws CertificateException {
        Set<String> names = new HashSet<>();
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) for (List<?> name : alternatives) names.add(String.valueOf(name.get(1)));
        return names;
    }
}
