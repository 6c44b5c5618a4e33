package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** 100 versions of a function, one after the other, while it is called: each answers soon after it was acknowledged, and no request is dropped. */
final class Deploys extends Ordeal {
    private static final int VERSIONS = 100;
    private static final int CONNECTIONS = 20;
    private static final Duration PAUSE =
            Duration.ofMillis(98); // with its answer, each connection asks ten times a second
    private static final Duration LOAD_MAX = Duration.ofMinutes(5);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final double LIVE_P99_MS = 200;

    Deploys(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "deploy";
    }

    @Override
    protected void run() throws Exception {
        try (Server server = start()) {
            Load.run(server.target("hello", "/", Path.of("-")), 4, Duration.ofSeconds(5), Duration.ZERO);
            AtomicBoolean deployed = new AtomicBoolean();
            CompletableFuture<Load.Result> load = CompletableFuture.supplyAsync(() -> load(server, deployed));
            long[] liveNs = new long[VERSIONS];
            long[] acknowledgedNs = new long[VERSIONS];
            try {
                for (int i = 0; i < VERSIONS; i++) deploy(server.platform(), i, acknowledgedNs, liveNs);
            } finally {
                deployed.set(true);
            }
            Load.Result result = load.join();
            say("acknowledged after     %s", percentiles(acknowledgedNs));
            say("live after that        %s", percentiles(liveNs));
            say(
                    "meanwhile %d requests (%.0f/s) answered, %d failed; p50 %.1f ms, p99 %.1f ms",
                    result.requests(), result.perSecond(), result.failed(), result.p50Us() / 1e3, result.p99Us() / 1e3);
            double p99 = ms(liveNs, 0.99);
            expect(p99 <= LIVE_P99_MS, "the p99 of becoming live is %.0f ms, %.0f are allowed", p99, LIVE_P99_MS);
            expect(result.failed() == 0, "%d requests failed", result.failed());
        }
    }

    /** Deploys, and from the acknowledgement on asks over a kept connection until the new version answers. */
    private static void deploy(Platform platform, int number, long[] acknowledgedNs, long[] liveNs) throws Exception {
        String text = "version " + number;
        long sent = System.nanoTime();
        platform.deploy(
                "demo", "hello", "export default { fetch() { return new Response('%s'); } };".formatted(text), "");
        long acknowledged = System.nanoTime();
        acknowledgedNs[number] = acknowledged - sent;
        while (!platform.call("demo", "hello", "").body().equals(text))
            if (System.nanoTime() - acknowledged > PATIENCE_NS)
                throw new IllegalStateException(text + " was acknowledged and does not answer");
        liveNs[number] = System.nanoTime() - acknowledged;
    }

    private static Load.Result load(Server server, AtomicBoolean deployed) {
        try {
            return Load.run(server.target("hello", "/", Path.of("-")), CONNECTIONS, LOAD_MAX, PAUSE, deployed::get);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
