package dev.mayfly.control.functions;

import dev.mayfly.control.ControlConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** Where a function answers. */
@ApplicationScoped
class Urls {
    private final String scheme;
    private final String host;
    private final String port;

    Urls(ControlConfig config) {
        URI url = config.publicUrl();
        if (url.getHost() == null || url.getScheme() == null)
            throw new IllegalArgumentException(
                    "mayfly.control.public-url must be like http://localhost:8080, not " + url);
        scheme = url.getScheme() + "://";
        host = url.getHost();
        port = url.getPort() < 0 ? "" : ":" + url.getPort();
    }

    /** By host and by path, unless it answers at its routes alone, then its routes. */
    List<String> of(FunctionRow function, List<String> routes) {
        var own = function.routesOnly ? Stream.<String>empty() : own(function.account, function.name);
        return Stream.concat(own, routes.stream().map(this::ofRoute)).toList();
    }

    private Stream<String> own(String account, String name) {
        return Stream.of(
                "%s%s.%s.%s%s/".formatted(scheme, name, account, host, port),
                "%s%s%s/@%s/%s/".formatted(scheme, host, port, account, name));
    }

    private String ofRoute(String pattern) {
        int slash = pattern.indexOf('/');
        return scheme + pattern.substring(0, slash) + port + pattern.substring(slash);
    }
}
