package dev.mayfly.edge.acme;

import dev.mayfly.edge.EdgeConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks now and then whether the certificate must be renewed, or was by another router, and has connections from then on meet the new one. */
@Singleton
class Renewal {
    private static final Logger LOG = Logger.getLogger(Renewal.class);
    private static final double JITTER = 0.2;
    private static final double EARLIER = 0.1;

    private final Optional<Asking> asking;
    private final Challenges challenges;
    private final TlsConfigurationRegistry registry;
    private final Event<CertificateUpdatedEvent> updated;
    private final AcmeConfig config;
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
        this.config = config.acme();
        this.renewBefore = Duration.ofMillis((long) (this.config.renewBefore().toMillis()
                * (1 + EARLIER * ThreadLocalRandom.current().nextDouble())));
    }

    /** Not before clients, and an authority among them, can ask. */
    void start(@ObservesAsync HttpServerStart event) {
        start();
    }

    /** Alone where plain HTTP is not spoken. */
    void startSecure(@ObservesAsync HttpsServerStart event) {
        start();
    }

    private synchronized void start() {
        if (asking.isEmpty() || thread.isPresent()) return;
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("mayfly-edge-acme").factory());
        thread = Optional.of(started);
        started.execute(() -> look(started));
    }

    private void look(ScheduledExecutorService again) {
        look();
        double spread = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        try {
            again.schedule(() -> look(again), (long) (config.lookEvery().toMillis() * spread), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the router stops");
        }
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        thread.ifPresent(ScheduledExecutorService::shutdownNow);
    }

    private void look() {
        Asking asked = asking.orElseThrow();
        AcmeFolder folder = challenges.folder().orElseThrow();
        try {
            // What another router has asked for meanwhile is shown, whatever comes of this.
            show(folder);
            if (isDue(folder, asked)) {
                boolean alone = folder.alone(() -> {
                    if (isDue(folder, asked)) ask(folder, asked);
                });
                if (!alone) LOG.info("another router asks for the certificate");
            }
            show(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.errorf(
                    "no certificate for %s from %s: %s", String.join(", ", asked.names()), asked.directory(), why(e));
        }
    }

    private static String why(Exception e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : "%s (%s)".formatted(e.getMessage(), e.getCause());
    }

    private void ask(AcmeFolder folder, Asking asked) throws Exception {
        Attempts attempts = new Attempts(folder, config.retryAfter(), config.retryMax());
        Optional<Instant> paused = attempts.pausedUntil(Instant.now());
        if (paused.isPresent()) {
            LOG.debugf("the authority is left alone until %s", paused.get());
            return;
        }
        attempts.begin(Instant.now());
        new Order(asked, folder).run();
        attempts.succeeded();
    }

    private void show(AcmeFolder folder) throws IOException {
        Optional<FileTime> now = folder.certificateOf();
        if (now.isEmpty() || now.equals(shown)) return;
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
        return certificate.getNotAfter().toInstant().minus(early(certificate)).isBefore(Instant.now())
                || !names(certificate).containsAll(asked.names());
    }

    /** A certificate that lives shortly would be renewed again and again if that were as early as with others. */
    private Duration early(X509Certificate certificate) {
        Duration third = Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .dividedBy(3);
        return third.compareTo(renewBefore) < 0 ? third : renewBefore;
    }

    /** The first, which is the router's own. */
    private static X509Certificate certificate(byte[] pem) throws CertificateException {
        String text = new String(pem, StandardCharsets.US_ASCII);
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
