package dev.mayfly.edge.acme;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A certificate from an authority that speaks ACME (RFC 8555). Off unless {@link #directory} is set. */
public interface AcmeConfig {
    /** The authority's directory, such as {@code https://acme-v02.api.letsencrypt.org/directory}. */
    Optional<URI> directory();

    /** The names that the certificate is for, at most 100; none with a wildcard, for which an authority asks name servers. */
    Optional<List<String>> names();

    /**
     * Where key, certificate and account are kept. Routers that stand behind the same names share it: one of them asks, all answer the authority's
     * questions and show the certificate.
     */
    Optional<Path> folder();

    /** How the authority may ask whether a name leads here; of what it offers, the first. */
    @WithDefault("http,tls")
    List<Question> questions();

    /** Whether the operator agrees to the authority's terms of service; without that, it is not asked. */
    @WithDefault("false")
    boolean termsAgreed();

    /** An address to which the authority may write. */
    Optional<String> email();

    /** How long before its end a certificate is renewed, at most a third of its life; up to a tenth earlier, by chance, so that not all routers of the world ask at one time. */
    @WithDefault("720h")
    Duration renewBefore();

    /** How often it is looked whether that is so, and whether another router has renewed it; a fifth more or less, by chance. */
    @WithDefault("1h")
    Duration lookEvery();

    /** How long after an attempt that failed the authority is left alone; twice as long with each that follows, also across restarts. */
    @WithDefault("10m")
    Duration retryAfter();

    /** How long at most. */
    @WithDefault("24h")
    Duration retryMax();

    /** How long an authority may take for an order, and for each of its names. */
    @WithDefault("2m")
    Duration patience();
}
