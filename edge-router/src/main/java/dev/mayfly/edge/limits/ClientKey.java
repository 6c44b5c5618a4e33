package dev.mayfly.edge.limits;

import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.edge.route.VersionKey;
import io.vertx.core.http.HttpServerRequest;

/** What a client is known by. Whoever does not show what is asked for is known by the address: leaving it out gets nobody a bucket more. */
final class ClientKey {
    private static final int LENGTH_MAX = 128;
    private static final int IPV6_NETWORK_GROUPS = 4;

    private ClientKey() {}

    static String of(HttpServerRequest http, StickyBy by) {
        if (by instanceof StickyBy.Ip) return address(http);
        return VersionKey.named(http, by)
                .map(shown -> by + " " + bounded(shown))
                .orElseGet(() -> address(http));
    }

    private static String address(HttpServerRequest http) {
        return http.remoteAddress() == null ? "" : network(http.remoteAddress().hostAddress());
    }

    /** Of IPv6 the first half: the other half is for the client to choose. */
    static String network(String address) {
        int end = -1;
        for (int groups = 0; groups < IPV6_NETWORK_GROUPS; groups++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) return address;
        }
        return address.substring(0, end) + "::/64";
    }

    /** Both ends and the length: what is long and differs, such as a signed token, differs there. */
    static String bounded(String shown) {
        int length = shown.length();
        if (length <= LENGTH_MAX) return shown;
        return shown.substring(0, LENGTH_MAX / 2) + '…' + length + '…' + shown.substring(length - LENGTH_MAX / 2);
    }
}
