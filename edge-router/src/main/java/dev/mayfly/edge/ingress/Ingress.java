package dev.mayfly.edge.ingress;

import dev.mayfly.bindings.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/** The first phase: reads host and target of a request; what is doubtful is refused. */
public final class Ingress {
    private Ingress() {}

    /** Fails with {@link Problem.Invalid} when it cannot be told whom the request is for. */
    public static IncomingRequest read(HttpServerRequest http) {
        String method = http.method().name();
        requireServed(method);
        requireOneLength(http);
        String target = http.uri();
        requireEncoded(target);
        Authority host = host(http);
        if (target.startsWith("/")) return split(method, scheme(http), host, target);
        if (target.equals(IncomingRequest.SERVER) && method.equals("OPTIONS"))
            return new IncomingRequest(method, scheme(http), host, target, "");
        return absolute(method, scheme(http), target);
    }

    /** As a request for this URL is read. Fails as it does. */
    public static IncomingRequest read(String method, String url) {
        requireServed(method);
        requireEncoded(url);
        return absolute(method, url.regionMatches(true, 0, "https:", 0, 6) ? "https" : "http", url);
    }

    private static void requireServed(String method) {
        if (method.equals("CONNECT") || method.equals("TRACE"))
            throw new Problem.MethodRefused("The method " + method + " is not served.");
    }

    private static void requireEncoded(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#')
                throw new Problem.Invalid("invalid-target", "The request target has a character that must be encoded.");
        }
    }

    /**
     * RFC 9112 6.1: where the body ends must be beyond doubt, or what one reader takes for the body is the next request of another. A
     * length that is told twice does not come here: the decoder refuses it.
     */
    private static void requireOneLength(HttpServerRequest http) {
        List<String> codings = http.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (codings.isEmpty()) return;
        if (http.version() != HttpVersion.HTTP_1_1
                || codings.size() > 1
                || !codings.getFirst().equalsIgnoreCase("chunked"))
            throw new Problem.Invalid(
                    "invalid-framing", "Transfer-Encoding is taken as chunked alone, once, and in HTTP/1.1 only.");
    }

    /** RFC 9112 3.2.2: a target in absolute form names the host, whatever the header says. */
    private static IncomingRequest absolute(String method, String own, String target) {
        int scheme = target.indexOf("://");
        String name = scheme < 0 ? "" : target.substring(0, scheme);
        if (!name.equalsIgnoreCase("http") && !name.equalsIgnoreCase("https"))
            throw new Problem.Invalid("invalid-target", "The request target is neither a path nor an http URL.");
        int from = scheme + 3;
        int to = from;
        while (to < target.length() && "/?".indexOf(target.charAt(to)) < 0) to++;
        String rest = target.substring(to);
        return split(method, own, authority(target.substring(from, to)), rest.startsWith("/") ? rest : "/" + rest);
    }

    private static IncomingRequest split(String method, String scheme, Authority authority, String target) {
        int query = target.indexOf('?');
        return query < 0
                ? new IncomingRequest(method, scheme, authority, target, "")
                : new IncomingRequest(method, scheme, authority, target.substring(0, query), target.substring(query));
    }

    private static Authority host(HttpServerRequest http) {
        List<String> hosts = http.headers().getAll(HttpHeaders.HOST);
        if (http.version() == HttpVersion.HTTP_2) {
            var named = Optional.ofNullable(http.authority(true)).or(() -> Optional.ofNullable(http.authority()));
            Authority authority = authority(named.map(Object::toString).orElse(""));
            if (hosts.size() > 1
                    || (hosts.size() == 1 && !authority(hosts.getFirst()).equals(authority)))
                throw new Problem.Invalid("invalid-host", "Host and :authority do not agree.");
            return authority;
        }
        if (hosts.size() != 1)
            throw new Problem.Invalid(
                    "invalid-host",
                    "A request needs exactly one Host header; this one has %d.".formatted(hosts.size()));
        return authority(hosts.getFirst());
    }

    /** What the connection is, not what the client says of it. */
    private static String scheme(HttpServerRequest http) {
        return http.isSSL() ? "https" : "http";
    }

    private static Authority authority(String text) {
        return Authority.parse(text)
                .orElseThrow(() -> new Problem.Invalid("invalid-host", "The Host header names no host."));
    }
}
