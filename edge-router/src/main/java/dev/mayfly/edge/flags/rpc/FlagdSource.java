package dev.mayfly.edge.flags.rpc;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A flagd whose flags are followed by {@code flagd.sync.v1}: it sends the whole definition at once and with every change. When it goes away what
 * it said holds, and it is called again, each time a little later.
 */
public final class FlagdSource {
    private static final Logger LOG = Logger.getLogger(FlagdSource.class);
    private static final String METHOD = "/flagd.sync.v1.FlagSyncService/SyncFlags";
    private static final int HEAD = 5;
    private static final int MESSAGE_MAX = 25 << 20;
    private static final long AGAIN_MS = 500;
    private static final long AGAIN_MAX_MS = 30_000;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Vertx vertx;
    private final HttpClient client;
    private final URI url;
    private final Optional<String> selector;
    private final Optional<String> token;
    private final Duration ping;
    private final Consumer<String> told;
    private @Nullable HttpClientRequest open;
    private Buffer rest = Buffer.buffer();
    private long again = AGAIN_MS;
    private int attempt;
    private volatile boolean stopped;
    private boolean complained;
    private boolean silent;

    /**
     * @param ping how often it is asked whether it is there
     * @param told is given each definition, on a thread that may block
     */
    public FlagdSource(
            Vertx vertx,
            URI url,
            Optional<String> selector,
            Optional<String> token,
            Duration ping,
            Consumer<String> told) {
        boolean secure = "https".equals(url.getScheme());
        if (url.getHost() == null || !(secure || "http".equals(url.getScheme())))
            throw new IllegalArgumentException("a flagd is at http://host:8015 or https://host:8015, not at " + url);
        this.vertx = vertx;
        this.url = url;
        this.selector = selector;
        this.token = token;
        this.ping = ping;
        this.told = told;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setUseAlpn(secure)
                .setSsl(secure)
                .setConnectTimeout((int) AGAIN_MAX_MS));
    }

    /** On a context of its own, where everything else happens. */
    public void start() {
        vertx.getOrCreateContext().runOnContext(v -> call());
    }

    public void stop() {
        stopped = true;
        HttpClientRequest under = open;
        if (under != null) under.reset();
        client.close();
    }

    private void call() {
        if (stopped) return;
        int mine = ++attempt;
        rest = Buffer.buffer();
        int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? HTTPS : HTTP;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(port)
                .setURI(METHOD)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                .putHeader("te", "trailers");
        token.ifPresent(text -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + text));
        selector.ifPresent(text -> options.putHeader("flagd-selector", text));
        client.request(options)
                .compose(request -> {
                    open = request;
                    return request.send(question());
                })
                .onSuccess(response -> listen(mine, response))
                .onFailure(error -> later(mine, String.valueOf(error.getMessage())));
    }

    private Buffer question() {
        ProtoWriter message = new ProtoWriter().text(1, "mayfly");
        return FlagdDoor.framed(
                selector.map(text -> message.text(2, text)).orElse(message).bytes());
    }

    private void listen(int mine, HttpClientResponse response) {
        if (response.statusCode() != 200 || response.getHeader("grpc-status") != null) {
            String status = response.getHeader("grpc-status");
            response.request().reset();
            later(mine, status == null ? "HTTP " + response.statusCode() : "status " + status);
            return;
        }
        stayInTouch(mine, response.request().connection());
        response.handler(piece -> heard(mine, response, piece));
        response.exceptionHandler(error -> later(mine, String.valueOf(error.getMessage())));
        response.endHandler(v -> later(mine, "it ended with status " + response.getTrailer("grpc-status")));
    }

    /** While no flag changes nothing is sent, and a connection that ends nowhere looks the same. */
    private void stayInTouch(int mine, HttpConnection connection) {
        silent = false;
        vertx.setPeriodic(ping.toMillis(), id -> {
            if (stopped || mine != attempt) {
                vertx.cancelTimer(id);
                return;
            }
            if (silent) {
                connection.close();
                later(mine, "it does not answer");
                return;
            }
            silent = true;
            connection.ping(Buffer.buffer(new byte[Long.BYTES])).onSuccess(pong -> silent = false);
        });
    }

    private void heard(int mine, HttpClientResponse response, Buffer piece) {
        rest.appendBuffer(piece);
        while (rest.length() >= HEAD) {
            int length = rest.getInt(1);
            if (rest.getByte(0) != 0 || length < 0 || length > MESSAGE_MAX) {
                response.request().reset();
                later(mine, "it sends what is compressed, or more than 25 MiB");
                return;
            }
            if (rest.length() < HEAD + length) return;
            byte[] message = rest.getBytes(HEAD, HEAD + length);
            rest = rest.getBuffer(HEAD + length, rest.length());
            take(message);
        }
    }

    private void take(byte[] message) {
        try {
            ProtoReader reader = new ProtoReader(message);
            while (reader.next()) {
                if (reader.field() == 1) {
                    String definition = reader.text();
                    again = AGAIN_MS;
                    complained = false;
                    vertx.executeBlocking(() -> {
                        told.accept(definition);
                        return null;
                    });
                } else reader.skip();
            }
        } catch (ProtoReader.Unreadable e) {
            complain("it sends what cannot be read: " + e.getMessage());
        }
    }

    /** Once for each attempt, however many ends it has. */
    private void later(int mine, String why) {
        if (stopped || mine != attempt) return;
        attempt++;
        complain(why);
        open = null;
        vertx.setTimer(again, id -> call());
        again = Math.min(AGAIN_MAX_MS, again * 2);
    }

    private void complain(String why) {
        if (complained || stopped) return;
        complained = true;
        LOG.warnf("the flagd at %s does not tell its flags (%s); what it said before holds", url, why);
    }
}
