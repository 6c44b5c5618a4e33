package dev.mayfly.edge.regions;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Another region, of which tests decide what it answers and when; and what such a region would ask of the router. */
public final class PlayedRegion implements AutoCloseable {
    private final String name;
    private final int port;
    private final PeerSeal seal;
    private final Vertx vertx = Vertx.vertx();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicInteger connectionsClosed = new AtomicInteger();
    private HttpServer server;
    private volatile Handler<HttpServerRequest> answer = http -> http.response().end();
    private volatile boolean silent;
    private volatile int standing = 200;
    private volatile double load;

    /** A request that came, with what was told of it. */
    public record Seen(
            String line,
            Map<String, String> headers,
            String client,
            String scheme,
            List<String> hops,
            String cf,
            long deadlineMs) {}

    public PlayedRegion(String name, int port, String token) {
        this.name = name;
        this.port = port;
        this.seal = new PeerSeal(token, InstantSource.system());
    }

    public PlayedRegion answers(Handler<HttpServerRequest> with) {
        answer = with;
        return this;
    }

    public PlayedRegion start() throws Exception {
        silent = false;
        server = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    connections.add(connection);
                    connection.closeHandler(v -> connectionsClosed.incrementAndGet());
                })
                .requestHandler(this::receive)
                .webSocketHandler(this::echo);
        server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return this;
    }

    /** Says nothing any more, with all connections open. */
    public void fallSilent() {
        silent = true;
    }

    public void speakAgain() {
        silent = false;
    }

    public void isLeaving() {
        standing = 503;
    }

    public void isBusy() {
        load = 0.9;
    }

    /** All connections break, and nobody listens. */
    public void die() throws Exception {
        connections.forEach(connection -> connection.shutdown(0));
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Requests that were taken back before they were answered. */
    public int givenUp() {
        return givenUp.get();
    }

    public int connectionsClosed() {
        return connectionsClosed.get();
    }

    public List<Seen> seen() {
        return seen;
    }

    public static void breakOff(HttpServerRequest http) {
        http.connection().shutdown(0);
    }

    /** As a region that has nothing to do with the request. */
    public static void decline(HttpServerRequest http) {
        http.response()
                .setStatusCode(503)
                .putHeader(PeerDoor.DECLINED, "played")
                .end();
    }

    private void receive(HttpServerRequest http) {
        if (silent) return;
        if (http.headers().contains(Probes.PROBE)) {
            if (seal.read(Probes.ASKED, http.headers()).isEmpty()) throw new IllegalStateException("a probe is sealed");
            http.response()
                    .setStatusCode(standing)
                    .putHeader(PlacePhase.REGION, name)
                    .putHeader(Probes.LOAD, Double.toString(load))
                    .end();
            return;
        }
        http.response().exceptionHandler(gone -> givenUp.incrementAndGet());
        note(http);
        answer.handle(http);
    }

    private void note(HttpServerRequest http) {
        Told told = seal.read(PeerDoor.asked(http), http.headers())
                .orElseThrow(() -> new IllegalStateException("what is passed on is sealed"));
        Map<String, String> headers = new ConcurrentHashMap<>();
        http.headers()
                .forEach(header -> headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
        seen.add(new Seen(
                http.method() + " " + http.uri(),
                headers,
                told.client(),
                told.scheme(),
                told.hops(),
                told.whereabouts().cf(),
                told.deadlineMs()));
    }

    private void echo(ServerWebSocket socket) {
        socket.textMessageHandler(text -> socket.writeTextMessage(name + " heard " + text));
    }

    /** Asks the router's door for peers. */
    public HttpClientResponse ask(int door, String host, String path, Ask ask) throws Exception {
        return vertx.createHttpClient(new HttpClientOptions())
                .request(HttpMethod.GET, door, "127.0.0.1", path)
                .compose(request -> {
                    request.putHeader("host", host);
                    if (ask.sealed)
                        seal.write(
                                new Told(ask.hops, ask.client, "https", ask.whereabouts(), ask.deadlineMs),
                                PeerDoor.asked("GET", host, path),
                                request.headers());
                    ask.forged.forEach(request::putHeader);
                    return request.send();
                })
                .compose(response -> response.body().map(body -> response))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /** @param forged headers that are put in behind the seal */
    public record Ask(
            boolean sealed, List<String> hops, String client, String cf, long deadlineMs, Map<String, String> forged) {
        public static final Ask SOUND =
                new Ask(true, List.of("iad"), "203.0.113.9", "{\"colo\":\"iad\"}", 5_000, Map.of());

        public Ask withoutSeal() {
            return new Ask(false, hops, client, cf, deadlineMs, forged);
        }

        public Ask through(String... regions) {
            return new Ask(sealed, List.of(regions), client, cf, deadlineMs, forged);
        }

        public Ask with(String header, String value) {
            return new Ask(sealed, hops, client, cf, deadlineMs, Map.of(header, value));
        }

        public Ask within(long ms) {
            return new Ask(sealed, hops, client, cf, ms, forged);
        }

        private dev.mayfly.edge.geography.Whereabouts whereabouts() {
            return new dev.mayfly.edge.geography.Whereabouts(java.util.Optional.of("SE"), cf);
        }
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
