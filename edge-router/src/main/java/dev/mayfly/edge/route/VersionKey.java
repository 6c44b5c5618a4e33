package dev.mayfly.edge.route;

import dev.mayfly.bindings.rollouts.StickyBy;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** What a request is known by: what its client says of itself first, else what the rollout names. */
public final class VersionKey {
    private static final List<String> SAID = List.of("mayfly-version-key", "cloudflare-workers-version-key");

    private VersionKey() {}

    static Optional<String> of(HttpServerRequest http, StickyBy stickyBy) {
        for (String header : SAID) {
            Optional<String> said = header(http, header);
            if (said.isPresent()) return said;
        }
        return named(http, stickyBy);
    }

    /** Only what that names. */
    public static Optional<String> named(HttpServerRequest http, StickyBy stickyBy) {
        return switch (stickyBy) {
            case StickyBy.None() -> Optional.empty();
            case StickyBy.Ip() -> Optional.ofNullable(http.remoteAddress()).map(address -> address.hostAddress());
            case StickyBy.Header(String name) -> header(http, name);
            case StickyBy.Cookie(String name) -> cookie(http.headers().getAll("cookie"), name);
        };
    }

    private static Optional<String> header(HttpServerRequest http, String name) {
        return Optional.ofNullable(http.getHeader(name)).filter(value -> !value.isEmpty());
    }

    /** HTTP/2 may send a header for each cookie (RFC 9113 8.2.3). */
    static Optional<String> cookie(List<String> headers, String name) {
        for (String header : headers)
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name))
                    return Optional.of(pair.substring(equals + 1).strip()).filter(value -> !value.isEmpty());
            }
        return Optional.empty();
    }
}
