package dev.mayfly.edge.origins;

import dev.mayfly.bindings.origins.Origins.OriginSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the servers of an origin are asked.
 *
 * @param host {@link #CLIENT}, {@link #SERVER}, or a name
 * @param tlsName that their certificates must have; empty: that of the URL
 * @param attemptsMax for one request; empty: as often as any other
 */
record Terms(
        List<URI> urls,
        String host,
        Optional<String> tlsName,
        Duration connectTimeout,
        Duration silenceMax,
        Optional<Duration> attemptWithin,
        Optional<Duration> hedgeAfter,
        Optional<Integer> attemptsMax) {
    static final String CLIENT = "client";
    static final String SERVER = "server";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    static Terms of(OriginConfig config) {
        return new Terms(
                config.urls(),
                config.host(),
                config.tlsName(),
                config.connectTimeout(),
                config.silenceMax(),
                config.attemptWithin(),
                config.hedgeAfter(),
                config.attemptsMax());
    }

    static Terms of(OriginSettings settings) {
        return new Terms(
                settings.urls(),
                settings.host().orElse(CLIENT),
                settings.tlsName(),
                settings.connectTimeoutMs().map(Duration::ofMillis).orElse(CONNECT_TIMEOUT),
                settings.silenceMaxMs().map(Duration::ofMillis).orElse(SILENCE_MAX),
                settings.attemptWithinMs().map(Duration::ofMillis),
                settings.hedgeAfterMs().map(Duration::ofMillis),
                settings.attemptsMax());
    }

    boolean secure() {
        return urls.stream().anyMatch(url -> "https".equals(url.getScheme()));
    }
}
