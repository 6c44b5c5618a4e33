package dev.mayfly.bench.flags;

import dev.mayfly.bench.harness.Latencies;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.RouterProcess;
import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * 5,000 flags of an app at three routers, of which two are processes of their own, all with one Redis: how long it takes from asking for a change until
 * the last of them evaluates by it, and how long all flags at once take. Each router is
 * asked every ten milliseconds, which is part of what is told.
 */
final class Effect extends Trial {
    private static final int THREADS = 3;
    private static final int FLAGS = 5_000;
    private static final int CHANGES = 200;
    private static final int ROUNDS = 300;
    private static final int WARM = 600;
    private static final int POLL_MS = 10;
    /** No worker is warmed beside it: three routers share what the machine has. */
    private static final Map<String, String> ALONE = Map.of("mayfly.isolates.spare", "false");

    private static final double EFFECT_MS_MAX = 100;
    private static final double ALL_MS_MAX = 10;
    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final String FLAG = """
            {"definition":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"%s",
              "targeting":{"if":[{"ends_with":[{"var":"email"},"@example.org"]},"on",%s]}}}""";
    private static final String SHARES = "{\"fractional\":[[\"on\",%d],[\"off\",5000]]}";
    private static final String WHO =
            "{\"context\":{\"targetingKey\":\"user-8271\",\"email\":\"someone@example.com\"}}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Effect(Path root) throws IOException {
        super(root);
    }

    @Override
    protected String name() {
        return "effect";
    }

    @Override
    protected void run() throws Exception {
        Path data = Files.createTempDirectory(scratch, "data");
        try (Server server =
                        Server.mayfly("mayfly", root, scratch, List.of(), List.of(), ALONE, Server.freePort(), data);
                RouterProcess second = router(server, data);
                RouterProcess third = router(server, data);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Platform platform = server.platform();
            long begun = System.nanoTime();
            make(platform, threads);
            say("%,d flags made in %.1f s", FLAGS, (System.nanoTime() - begun) / 1e9);
            for (RouterProcess router : List.of(second, third)) {
                router.start();
                router.await(health -> RouterProcess.isUp(health) && health.contains("\"rates\": \"shared\""));
            }
            List<Integer> ports = List.of(server.port(), second.port(), third.port());
            changes(platform, ports, threads);
            for (int port : ports) all(platform, port);
        }
    }

    private static void make(Platform platform, ExecutorService threads) throws Exception {
        List<Callable<Void>> parts = new ArrayList<>();
        for (int part = 0; part < THREADS; part++) {
            int first = part;
            parts.add(() -> {
                for (int i = first; i < FLAGS; i += THREADS)
                    platform.flag("demo", "many", "flag-" + i, definition(i, "off"));
                return null;
            });
        }
        for (Future<Void> part : threads.invokeAll(parts)) part.get();
    }

    private void changes(Platform platform, List<Integer> ports, ExecutorService threads) throws Exception {
        Latencies asked = new Latencies(CHANGES);
        Latencies acknowledged = new Latencies(CHANGES);
        for (int i = 0; i < CHANGES + WARM; i++) {
            String key = "flag-" + (i * 37 % FLAGS);
            String wanted = i / FLAGS % 2 == 0 ? "on" : "off";
            long from = System.nanoTime();
            List<Callable<Long>> waiting = new ArrayList<>();
            for (int port : ports) waiting.add(() -> seen(platform, port, key, wanted));
            List<Future<Long>> all = new ArrayList<>();
            for (Callable<Long> one : waiting) all.add(threads.submit(one));
            platform.flag("demo", "many", key, changed(wanted));
            long kept = System.nanoTime();
            long last = 0;
            for (Future<Long> one : all) last = Math.max(last, one.get());
            if (i < WARM) continue;
            asked.add(last - from);
            acknowledged.add(Math.max(0, last - kept));
        }
        say("%-44s %8s %8s %8s", "change to effect at the last of three, ms", "p50", "p99", "max");
        say("%-44s %8.1f %8.1f %8.1f", "since it was asked for", asked.ms(0.5), asked.ms(0.99), asked.ms(1));
        say(
                "%-44s %8.1f %8.1f %8.1f",
                "since it was acknowledged", acknowledged.ms(0.5), acknowledged.ms(0.99), acknowledged.ms(1));
        expect(
                asked.ms(0.99) < EFFECT_MS_MAX,
                "a change was in force after %.1f ms at the 99th percentile",
                asked.ms(0.99));
    }

    /** When a router gave that variant. */
    private long seen(Platform platform, int port, String key, String wanted) throws Exception {
        HttpRequest request = request(platform, port, "/" + key);
        long end = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < end) {
            String answer = client.send(request, BodyHandlers.ofString()).body();
            if (answer.contains("\"variant\":\"" + wanted + '"') && answer.contains("STATIC")) return System.nanoTime();
            Thread.sleep(POLL_MS);
        }
        throw new IllegalStateException("%s is not %s at %d".formatted(key, wanted, port));
    }

    private void all(Platform platform, int port) throws Exception {
        HttpRequest request = request(platform, port, "");
        Latencies took = new Latencies(ROUNDS);
        int length = 0;
        for (int i = 0; i < WARM + ROUNDS; i++) {
            long begun = System.nanoTime();
            byte[] body = client.send(request, BodyHandlers.ofByteArray()).body();
            if (i >= WARM) took.add(System.nanoTime() - begun);
            length = body.length;
            if (i == 0 && new String(body, StandardCharsets.UTF_8).split("\"key\"", -1).length != FLAGS + 1)
                throw new IllegalStateException("not all flags were given");
        }
        say(
                "all %,d at port %d: p50 %.1f ms, p99 %.1f ms, %,d bytes",
                FLAGS, port, took.ms(0.5), took.ms(0.99), length);
        expect(took.ms(0.5) < ALL_MS_MAX, "all flags at once take %.1f ms", took.ms(0.5));
    }

    private static HttpRequest request(Platform platform, int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/ofrep/v1/evaluate/flags%s".formatted(port, path)))
                .header("Authorization", "Bearer " + platform.token())
                .header("Mayfly-Account", "demo")
                .header("Flagd-Selector", "many")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(WHO))
                .build();
    }

    private static String definition(int number, String otherwise) {
        return FLAG.formatted(otherwise, SHARES.formatted(number));
    }

    /** Without targeting, so that the answer says by its reason that it is the changed one. */
    private static String changed(String variant) {
        return "{\"definition\":{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"%s\"}}"
                .formatted(variant);
    }

    /** One of an operator's, on what the first has. */
    private RouterProcess router(Server server, Path data) throws IOException {
        int port = Server.freePort();
        return new RouterProcess(
                root,
                scratch.resolve("router-%d.log".formatted(port)),
                Map.of(
                        "MAYFLY_BINDINGS_PLATFORM_TOKEN",
                        Files.readString(data.resolve("platform-token")).strip(),
                        "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                        "http://127.0.0.1:" + server.port(),
                        "QUARKUS_REDIS_EDGE_HOSTS",
                        redis(server, data)),
                List.of("mayfly.isolates.spare=false", "mayfly.edge.resync=1h"),
                port,
                Server.freePort());
    }

    /** Of the Redis that Mayfly started: its title tells the port. */
    private static String redis(Server server, Path data) throws IOException {
        String title = server.process()
                .descendants()
                .map(process -> Path.of("/proc/" + process.pid() + "/cmdline"))
                .map(Effect::text)
                .filter(text -> text.contains("redis-server"))
                .findFirst()
                .orElseThrow();
        String address = title.replaceAll("(?s).*redis-server\\S*[\\s\\x00]+(127\\.0\\.0\\.1:\\d+).*", "$1");
        return "redis://:%s@%s"
                .formatted(Files.readString(data.resolve("redis-password")).strip(), address);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}
