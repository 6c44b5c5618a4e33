package dev.mayfly.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Servers in front of which the router of the tests stands: {@code shop} in plain text, {@code own} the same below a path and by its own name,
 * {@code halved} one that is there and one that is not, {@code gone} one that is not, {@code fickle} as
 * shop, for whoever has it close connections, {@code flaky} one that closes every connection and one that does not, {@code tls} with a certificate
 * for localhost. {@code hurried} and {@code hedged} have one server that answers and one that reads and says nothing, {@code mute}, {@code late} and {@code idle} only
 * such, {@code prompt} is shop with little time.
 */
final class OriginServers implements AutoCloseable {
    static final String SILENCE = "5s";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private final Path folder;
    private final HttpServer plain;
    private final HttpServer secure;
    private final NetServer slamming;
    private final NetServer silent;
    private final NetServer alsoSilent;
    private final int closed;

    OriginServers() throws IOException {
        folder = Files.createTempDirectory("origin");
        Certificates.write(folder, "origin", "localhost");
        plain = listening(new HttpServerOptions());
        secure = listening(new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(folder.resolve("origin.crt").toString())
                        .addKeyPath(folder.resolve("origin.key").toString())));
        slamming = waited(vertx.createNetServer()
                .connectHandler(socket -> {
                    times.merge("slammed", 1, Integer::sum);
                    socket.handler(bytes -> socket.close());
                })
                .listen(0, "127.0.0.1"));
        silent = sayingNothing("silent");
        alsoSilent = sayingNothing("silent");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
    }

    /** Counts requests: each of these clients sends one at once. */
    private NetServer sayingNothing(String counted) {
        return waited(vertx.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> times.merge(
                        bytes.toString().startsWith("POST") ? counted + "-post" : counted, 1, Integer::sum)))
                .listen(0, "127.0.0.1"));
    }

    private HttpServer listening(HttpServerOptions options) {
        return waited(vertx.createHttpServer(options.setMaxWebSocketFrameSize(1 << 20))
                .requestHandler(this::answer)
                .webSocketHandler(socket -> socket.textMessageHandler(text -> {
                    if (text.equals("end")) socket.close((short) 4001, "as you like");
                    else socket.writeTextMessage(text + " " + socket.headers().get("x-forwarded-host"));
                }))
                .listen(0, "127.0.0.1"));
    }

    private static <T> T waited(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        String url = "http://127.0.0.1:" + plain.actualPort();
        settings.put("test.origin.port", Integer.toString(plain.actualPort()));
        settings.put("mayfly.edge.account-origins.allow", "localhost");
        String nobody = "http://127.0.0.1:" + closed;
        origin(settings, "shop", "shop.example.net/*,*.shop.example.net/api/*", url);
        origin(settings, "own", "own.example.net/*", url + "/below/");
        settings.put("mayfly.edge.origins.own.host", "server");
        origin(settings, "halved", "halved.example.net/*", nobody + "," + url);
        origin(settings, "gone", "gone.example.net/*", nobody);
        origin(settings, "fickle", "fickle.example.net/*", url);
        origin(settings, "flaky", "flaky.example.net/*", "http://127.0.0.1:" + slamming.actualPort() + "," + url);
        String mute = "http://127.0.0.1:" + silent.actualPort();
        String alsoMute = "http://127.0.0.1:" + alsoSilent.actualPort();
        origin(settings, "hurried", "hurried.example.net/*", mute + "," + url);
        settings.put("mayfly.edge.origins.hurried.attempt-within", "100ms");
        origin(settings, "prompt", "prompt.example.net/*", url);
        settings.put("mayfly.edge.origins.prompt.attempt-within", "200ms");
        origin(settings, "late", "late.example.net/*", mute);
        settings.put("mayfly.edge.origins.late.attempt-within", "100ms");
        origin(settings, "idle", "idle.example.net/*", mute);
        settings.put("mayfly.edge.origins.idle.attempt-within", "100ms");
        origin(settings, "hedged", "hedged.example.net/*", mute + "," + url);
        settings.put("mayfly.edge.origins.hedged.hedge-after", "50ms");
        origin(settings, "mute", "mute.example.net/*", mute + "," + alsoMute);
        settings.put("mayfly.edge.origins.mute.hedge-after", "50ms");
        origin(settings, "tls", "tls.example.net/*", "https://localhost:" + secure.actualPort());
        settings.put(
                "mayfly.edge.origins.tls.trust", folder.resolve("origin.crt").toString());
        for (String name : List.of("renamed", "misnamed")) {
            origin(settings, name, name + ".example.net/*", "https://127.0.0.1:" + secure.actualPort());
            settings.put(
                    "mayfly.edge.origins.%s.trust".formatted(name),
                    folder.resolve("origin.crt").toString());
        }
        settings.put("mayfly.edge.origins.renamed.tls-name", "localhost");
        settings.put("mayfly.edge.origins.renamed.host", "inner.example.net");
        return settings;
    }

    private static void origin(Map<String, String> settings, String name, String routes, String urls) {
        settings.put("mayfly.edge.origins." + name + ".routes", routes);
        settings.put("mayfly.edge.origins." + name + ".urls", urls);
        settings.put("mayfly.edge.origins." + name + ".silence-max", SILENCE);
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/echo" -> {
                var response = request.response();
                String length = request.getHeader("content-length");
                if (length == null) response.setChunked(true);
                else response.putHeader("content-length", length);
                request.pipeTo(response);
            }
            case "/nothing" -> request.response().setStatusCode(204).end();
            case "/sized" -> request.response().putHeader("content-length", "7").end();
            case "/page" ->
                request.response()
                        .putHeader("content-type", "text/html; charset=utf-8")
                        .putHeader("mayfly-invocation", "forged")
                        .end("<html><body><h1>Shoes</h1><p>Of leather.</p></body></html>");
            case "/closes" -> {
                times.merge(request.getHeader("x-try"), 1, Integer::sum);
                request.connection().close();
            }
            case "/closes-once" -> {
                if (times.merge(request.getHeader("x-try"), 1, Integer::sum) == 1)
                    request.connection().close();
                else describe(request, Buffer.buffer());
            }
            case "/times" ->
                request.response().end(Integer.toString(times.getOrDefault(request.getHeader("x-try"), 0)));
            case "/silent" -> {}
            case "/trailers" ->
                request.response()
                        .setChunked(true)
                        .putTrailer("x-sum", "of the body")
                        .putTrailer("set-cookie", "forged=1")
                        .putTrailer("x-te", String.valueOf(request.getHeader("te")))
                        .end("the body");
            case "/half" -> {
                request.response().putHeader("content-length", "100").write("half of it");
                vertx.setTimer(50, id -> request.connection().close());
            }
            case "/stalls" -> request.response().setChunked(true).write("so far");
            default -> request.body().onSuccess(body -> describe(request, body));
        }
    }

    private static void describe(HttpServerRequest request, Buffer body) {
        JsonObject headers = new JsonObject();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        request.response()
                .setStatusCode(201)
                .putHeader("content-type", "application/json")
                .putHeader("x-of-the-server", "yes")
                .putHeader("set-cookie", (Iterable<String>) List.of("a=1", "b=2"))
                .end(new JsonObject()
                        .put("method", request.method().name())
                        .put("uri", request.uri())
                        .put("version", request.version().name())
                        .put("authority", String.valueOf(request.authority()))
                        .put("headers", headers)
                        .put("body", body.toString())
                        .toBuffer());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
            Files.delete(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
