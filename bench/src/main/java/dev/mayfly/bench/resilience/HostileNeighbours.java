package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Attacks from one account, two at a time, beside another account's hello at 30 % of what it can do. */
final class HostileNeighbours extends Trial {
    private static final int EACH = 20;
    private static final int CONNECTIONS = 8;
    private static final Duration CPU_LIMIT = Duration.ofSeconds(1);

    private static final Map<String, String> ATTACKS = new LinkedHashMap<>();

    static {
        ATTACKS.put("spin", "while (true) {}");
        ATTACKS.put("allocate", "const kept = []; while (true) kept.push(new Array(1000).fill({}))");
        ATTACKS.put("array-from", "Array.from({ length: 2 ** 32 - 1 })");
        ATTACKS.put("recursion-in-catch", "function f() { try { f() } catch (e) { f() } } f()");
    }

    HostileNeighbours(Path root) throws Exception {
        super(root);
    }

    @Override
    String name() {
        return "hostile";
    }

    @Override
    void run() throws Exception {
        try (Server server = start();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Platform platform = server.platform();
            platform.account("mallory");
            for (var attack : ATTACKS.entrySet())
                platform.deploy(
                        "mallory",
                        attack.getKey(),
                        "export default { fetch() { %s; return new Response('never') } }".formatted(attack.getValue()),
                        "");
            Load.Target hello = server.target("hello", "/", Path.of("-"));
            Load.run(hello, 4, Duration.ofSeconds(20), Duration.ZERO);
            double capacity =
                    Load.run(hello, 4, Duration.ofSeconds(5), Duration.ZERO).perSecond();
            Duration pause = Duration.ofNanos((long) (1e9 * CONNECTIONS / (0.3 * capacity)));
            Load.Result quiet = Load.run(hello, CONNECTIONS, Duration.ofSeconds(10), pause);
            say(
                    "capacity %.0f/s; quiet at %.0f/s: p50 %d us, p99 %d us",
                    capacity, quiet.perSecond(), quiet.p50Us(), quiet.p99Us());

            for (String attack : ATTACKS.keySet()) {
                Future<List<Long>> attacks = threads.submit(() -> attack(platform, attack, threads));
                List<Load.Result> beside = new ArrayList<>();
                while (!attacks.isDone() || beside.isEmpty())
                    beside.add(Load.run(hello, CONNECTIONS, Duration.ofSeconds(3), pause));
                long failed = beside.stream().mapToLong(Load.Result::failed).sum();
                long p99 = beside.stream().mapToLong(Load.Result::p99Us).max().orElse(0);
                List<Long> ms = attacks.get().stream().sorted().toList();
                say(
                        "%-20s %2d of %d ended as exhausted, in %d to %d ms; hello: %d failed, p99 %d us (%.1fx quiet)",
                        attack,
                        ms.size(),
                        EACH,
                        ms.isEmpty() ? 0 : ms.getFirst(),
                        ms.isEmpty() ? 0 : ms.getLast(),
                        failed,
                        p99,
                        (double) p99 / quiet.p99Us());
                expect(ms.size() == EACH, "%s: %d of %d were Exhausted", attack, ms.size(), EACH);
                expect(
                        ms.isEmpty() || ms.getLast() <= CPU_LIMIT.toMillis() + 500,
                        "%s: took %s ms",
                        attack,
                        ms.isEmpty() ? 0 : ms.getLast());
                expect(failed == 0, "%s: %d hello requests failed", attack, failed);
                expect(p99 <= Math.max(3 * quiet.p99Us(), 25_000), "%s: p99 of hello was %d us", attack, p99);
            }
            Load.Result after = Load.run(hello, CONNECTIONS, Duration.ofSeconds(5), pause);
            say("afterwards: p50 %d us, p99 %d us, %d failed", after.p50Us(), after.p99Us(), after.failed());
            expect(after.failed() == 0, "%d hello requests failed afterwards", after.failed());
        }
    }

    /** How long each took, in ms, of those that ended as they should. */
    private static List<Long> attack(Platform platform, String function, ExecutorService threads) {
        List<CompletableFuture<List<Long>>> both = new ArrayList<>();
        for (int lane = 0; lane < 2; lane++)
            both.add(CompletableFuture.supplyAsync(() -> lane(platform, function), threads));
        List<Long> all = new ArrayList<>();
        for (var lane : both) all.addAll(lane.join());
        return all;
    }

    private static List<Long> lane(Platform platform, String function) {
        List<Long> ms = new ArrayList<>();
        for (int i = 0; i < EACH / 2; i++) {
            try {
                long start = System.nanoTime();
                HttpResponse<String> answer = platform.call("mallory", function, "");
                if (answer.body().contains("exhausted-")) ms.add((System.nanoTime() - start) / 1_000_000);
                else say("%s: %d %s", function, answer.statusCode(), answer.body());
            } catch (Exception e) {
                say("%s: %s", function, e);
            }
        }
        return ms;
    }
}
