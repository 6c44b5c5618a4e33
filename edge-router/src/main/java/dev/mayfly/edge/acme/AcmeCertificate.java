package dev.mayfly.edge.acme;

import dev.mayfly.edge.EdgeConfig;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The TLS configuration {@code acme}: the certificate that an authority gave. Until there is one, connections meet one that the router has made for itself,
 * and that no client believes; so the port is open, and the rest of the router is not held up.
 */
@Singleton
@Identifier(AcmeCertificate.NAME)
class AcmeCertificate implements KeyStoreProvider {
    static final String NAME = "acme";
    private static final Duration OWN_VALID = Duration.ofDays(7);

    private final Optional<Asking> asking;

    /** It is asked before there is anything but settings. */
    AcmeCertificate(EdgeConfig config) {
        this.asking = Asking.of(config.acme());
    }

    /** Nothing, where no authority is named. */
    @Override
    public @Nullable KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
        if (asking.isEmpty()) return null;
        try {
            Optional<byte[]> kept = new AcmeFolder(asking.get().folder()).certificate();
            byte[] pem =
                    kept.isPresent() ? kept.get() : own(asking.get().names().getFirst());
            PemKeyCertOptions options =
                    new PemKeyCertOptions().addKeyValue(Buffer.buffer(pem)).addCertValue(Buffer.buffer(pem));
            return new KeyStoreAndKeyCertOptions(options.loadKeyStore(vertx), options);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the certificate in %s cannot be used: %s"
                            .formatted(asking.get().folder(), e.getMessage()),
                    e);
        }
    }

    /** Signed by itself. */
    private static byte[] own(String name) throws Exception {
        KeyPair key = AcmeFolder.newKey();
        X500Principal subject = new X500Principal("CN=" + (name.length() > 64 ? "mayfly" : name));
        Instant now = Instant.now();
        byte[] der = new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(OWN_VALID)),
                        subject,
                        key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                .getEncoded();
        return (AcmeFolder.pem(key)
                        + "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                                .formatted(Base64.getMimeEncoder().encodeToString(der)))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
