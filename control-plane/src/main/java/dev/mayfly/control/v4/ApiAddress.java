package dev.mayfly.control.v4;

import dev.mayfly.control.ControlConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where clients find this API. Behind a proxy that ends TLS a request does not say it, and what the request claims of it in headers anybody
 * could claim: so it is told by configuration.
 */
@ApplicationScoped
class ApiAddress {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private final Optional<String> told;

    @Inject
    ApiAddress(ControlConfig config) {
        this(config.apiUrl());
    }

    ApiAddress(Optional<URI> told) {
        this.told = told.map(ApiAddress::origin);
    }

    /** Like {@code https://api.example.com}; where nothing was told, what the request says. */
    String origin(String asked) {
        return told.orElse(asked);
    }

    private static String origin(URI url) {
        boolean bare = url.getRawPath() == null
                || url.getRawPath().isEmpty()
                || url.getRawPath().equals("/");
        if (!SCHEMES.contains(String.valueOf(url.getScheme()))
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || !bare)
            throw new IllegalArgumentException(
                    "mayfly.control.api-url must be like https://api.example.com, without a path, not " + url);
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
