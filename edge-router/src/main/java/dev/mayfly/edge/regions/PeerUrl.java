package dev.mayfly.edge.regions;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/** Where a router listens for other regions. */
public record PeerUrl(String host, int port, boolean secure) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /** Empty when it is no address of a server alone. */
    static Optional<PeerUrl> parse(String text) {
        try {
            URI uri = URI.create(text);
            boolean secure = "https".equals(uri.getScheme());
            boolean bare = (uri.getRawPath() == null
                            || uri.getRawPath().isEmpty()
                            || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
            if (!bare || uri.getHost() == null || !(secure || "http".equals(uri.getScheme()))) return Optional.empty();
            int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS : HTTP;
            String host = uri.getHost().startsWith("[")
                    ? uri.getHost().substring(1, uri.getHost().length() - 1)
                    : uri.getHost();
            return Optional.of(new PeerUrl(host, port, secure));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is an address, not a name, of this machine. */
    boolean isLoopback() {
        return isLoopback(host);
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return host.equals("localhost");
        }
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
