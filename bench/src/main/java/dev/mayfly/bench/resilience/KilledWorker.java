package dev.mayfly.bench.resilience;

import com.sun.net.httpserver.HttpServer;
import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** kill -9 of all workers under load: those without an effect are run again, the others end as lost, and a replacement serves. */
final class KilledWorker extends Ordeal {
    KilledWorker(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "worker-kill";
    }

    @Override
    protected void run() throws Exception {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Server server = start()) {
            upstream.setExecutor(threads);
            upstream.createContext("/", exchange -> {
                try {
                    TimeUnit.SECONDS.sleep(3);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            upstream.start();
            int port = upstream.getAddress().getPort();
            Platform platform = server.platform();
            platform.deploy(
                    "demo",
                    "pure",
                    "export default { async fetch() { await new Promise((r) => setTimeout(r, 1500)); return new Response('again'); } };",
                    "");
            platform.deploy(
                    "demo",
                    "effect",
                    "export default { async fetch() { await fetch('http://127.0.0.1:%d/'); return new Response('never'); } };"
                            .formatted(port),
                    ",\"egress\":{\"mode\":\"open\",\"allow\":[\"127.0.0.1:%d\"]}".formatted(port));
            Load.run(server.target("hello", "/", Path.of("-")), 4, Duration.ofSeconds(5), Duration.ZERO);

            CompletableFuture<Load.Result> beside = CompletableFuture.supplyAsync(() -> hello(server), threads);
            List<CompletableFuture<HttpResponse<String>>> pure = calls(platform, "pure", threads);
            List<CompletableFuture<HttpResponse<String>>> effect = calls(platform, "effect", threads);
            TimeUnit.MILLISECONDS.sleep(800);
            boolean killed = server.killBusiestWorker();
            long gapMs = gap(server);
            long again = pure.stream().filter(f -> f.join().statusCode() == 200).count();
            long lost = effect.stream()
                    .filter(f -> f.join().body().contains("isolate-lost"))
                    .count();
            Load.Result hello = beside.join();
            say(
                    "the busiest worker killed: %s; hello: %d answered, %d failed; first answer %d ms after the kill",
                    killed, hello.requests(), hello.failed(), gapMs);
            say("20 without an effect: %d answered; 20 with one: %d ended as lost", again, lost);
            expect(killed, "no worker was found to kill");
            expect(again == 20, "%d of 20 without an effect were run again", again);
            expect(lost == 20, "%d of 20 with an effect ended as lost", lost);
            expect(hello.failed() == 0, "%d hello requests failed", hello.failed());
            expect(gapMs <= 1000, "the first answer came after %d ms", gapMs);
        } finally {
            upstream.stop(0);
        }
    }

    private static List<CompletableFuture<HttpResponse<String>>> calls(
            Platform platform, String function, ExecutorService threads) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++)
            calls.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return platform.call("demo", function, "");
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads));
        return calls;
    }

    private static long gap(Server server) throws Exception {
        long start = System.nanoTime();
        server.platform().call("demo", "hello", "");
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static Load.Result hello(Server server) {
        try {
            return Load.run(server.target("hello", "/", Path.of("-")), 4, Duration.ofSeconds(6), Duration.ofMillis(5));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
