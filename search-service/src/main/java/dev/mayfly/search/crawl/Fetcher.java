package dev.mayfly.search.crawl;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the web for one page. The address is looked at before it is connected to, and is the one that is connected to, so a name cannot mean one address when it is looked at
 * and another after. Redirects are told and not followed: who follows one asks again.
 */
@ApplicationScoped
class Fetcher {
    private static final String ROBOTS = "x-robots-tag";

    private final CrawlsConfig config;
    private final List<String> allowed;
    private final HttpClient http;

    Fetcher(Vertx vertx, CrawlsConfig config) {
        this.config = config;
        this.allowed = config.allow().orElse(List.of());
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.patience().toMillis())
                .setDecompressionSupported(true)
                .setMaxPoolSize(1)
                .setKeepAliveTimeout(5)
                .setMaxHeaderSize(32_768));
    }

    /** @param headers by name in lower case; of several of a name the first, but for what they say to robots */
    record Page(URI url, int status, Map<String, String> headers, byte[] body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** May not be read, whatever stands there. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    Page get(URI url, Map<String, String> headers) throws IOException, InterruptedException {
        boolean secure = url.getScheme().equals("https");
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        String host = url.getHost();
        InetAddress address = address(host, port);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(host)
                .setPort(port)
                .setSsl(secure)
                .setURI(target(url))
                .setTimeout(config.patience().toMillis());
        AtomicReference<@Nullable HttpClientRequest> asked = new AtomicReference<>();
        Future<Page> page = http.request(options).compose(request -> {
            asked.set(request);
            return ask(url, request, headers);
        });
        try {
            return page.toCompletionStage()
                    .toCompletableFuture()
                    .get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) throw refused;
            throw new IOException(told(e.getCause()), e);
        } catch (TimeoutException e) {
            // Whoever sends a little now and then would hold the connection, and who waits for it.
            Optional.ofNullable(asked.get()).ifPresent(HttpClientRequest::reset);
            throw new IOException("it takes longer than " + config.patience(), e);
        }
    }

    private static String told(@Nullable Throwable cause) {
        return cause == null ? "it cannot be reached" : String.valueOf(cause.getMessage());
    }

    /** As it is, escapes and all. */
    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private InetAddress address(String host, int port) throws IOException {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) if (mayBeReached(address, port)) return address;
        } catch (UnknownHostException e) {
            throw new IOException("nobody knows the host " + host, e);
        }
        throw new Refused("%s has no public address: it may not be read".formatted(host));
    }

    private boolean mayBeReached(InetAddress address, int port) {
        String text = address.getHostAddress();
        return PublicAddress.is(address) || Stream.of(text, text + ":" + port).anyMatch(allowed::contains);
    }

    private Future<Page> ask(URI url, HttpClientRequest request, Map<String, String> headers) {
        request.putHeader("User-Agent", config.userAgent())
                .putHeader("Accept", "text/html,application/xhtml+xml,text/plain,application/pdf,application/xml;q=0.5")
                .putHeader("Accept-Encoding", "gzip");
        headers.forEach(request::putHeader);
        return request.send()
                .compose(answer -> body(request, answer)
                        .map(body -> new Page(url, answer.statusCode(), headers(answer.headers()), body.getBytes())));
    }

    private Future<Buffer> body(HttpClientRequest request, HttpClientResponse answer) {
        Buffer body = Buffer.buffer();
        var done = io.vertx.core.Promise.<Buffer>promise();
        answer.exceptionHandler(done::tryFail);
        answer.endHandler(nothing -> done.tryComplete(body));
        answer.handler(part -> {
            if (body.length() + part.length() <= config.bytesMax()) body.appendBuffer(part);
            else if (done.tryFail(new Refused("it has more than %d bytes".formatted(config.bytesMax()))))
                request.reset();
        });
        return done.future();
    }

    private static Map<String, String> headers(MultiMap headers) {
        Map<String, String> all = new java.util.HashMap<>();
        headers.forEach((name, value) -> all.putIfAbsent(name.toLowerCase(java.util.Locale.ROOT), value));
        List<String> robots = headers.getAll(ROBOTS);
        if (!robots.isEmpty()) all.put(ROBOTS, String.join(", ", robots));
        return all;
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
