package dev.mayfly.bench.hostile;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One platform under attack. The attacks come from account {@code mallory}, two at a time, beside {@code hello} of another account of
 * the same pool at 30 % of what it can do. An account that cost a worker is given workers of its own: its place takes the next mallory,
 * so that all attacks meet the neighbour in one worker.
 */
final class Siege {
    private static final int CONNECTIONS = 8;
    private static final int LANES = 2;
    private static final long WALL_MS = 3_000;
    private static final String LIMITS =
            ",\"limits\":{\"cpuMs\":300,\"wallMs\":%d,\"heapBytes\":33554432,\"allocatedBytes\":1073741824,\"bufferedBodyBytes\":1048576}"
                    .formatted(WALL_MS);
    private static final Duration ATTACK_MAX = Duration.ofSeconds(120);
    private static final Duration LIVE_MAX = Duration.ofSeconds(10);
    private static final long LIVE_SOON_MS = 500;
    private static final int LEAK_CHECKS = 100;
    private static final String CLEAN = "40 places clean";

    private final Server server;
    private final Platform platform;
    private final Vitals vitals;
    private final Load.Target hello;
    private final int warmSeconds;
    private int mallory;

    Siege(Server server, Vitals vitals, int warmSeconds) {
        this.server = server;
        this.platform = server.platform();
        this.vitals = vitals;
        this.warmSeconds = warmSeconds;
        this.hello = server.target("hello", "/", Path.of("-"));
    }

    Verdict run(List<Attack> attacks, int times) throws Exception {
        nextMallory();
        Load.run(hello, 4, Duration.ofSeconds(warmSeconds), Duration.ZERO);
        double capacity =
                Load.run(hello, 4, Duration.ofSeconds(4), Duration.ZERO).perSecond();
        Duration pause = Duration.ofNanos((long) (1e9 * CONNECTIONS / (0.3 * capacity)));
        Load.Result quiet = Load.run(hello, CONNECTIONS, Duration.ofSeconds(8), pause);
        System.out.printf(
                "hello: capacity %.0f/s; quiet at %.0f/s: p50 %d us, p99 %d us%n",
                capacity, quiet.perSecond(), quiet.p50Us(), quiet.p99Us());
        Verdict verdict = new Verdict(quiet);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Attack attack : attacks) verdict.add(beside(attack, times, pause, threads));
            verdict.leaks(leaks(threads));
        }
        verdict.after(Load.run(hello, CONNECTIONS, Duration.ofSeconds(4), pause), vitals.healthy());
        return verdict;
    }

    private Verdict.Row beside(Attack attack, int times, Duration pause, ExecutorService threads) throws Exception {
        Map<String, Long> before = vitals.condemned();
        Future<List<Strike>> strikes = threads.submit(() -> strike(attack, times, threads));
        Load.Sample neighbour = Load.sample(hello, CONNECTIONS, ATTACK_MAX, pause, strikes::isDone);
        Map<String, Long> condemned = new TreeMap<>();
        vitals.condemned().forEach((reason, count) -> {
            long more = count - before.getOrDefault(reason, 0L);
            if (more > 0) condemned.put(reason, more);
        });
        if (!condemned.isEmpty()) nextMallory();
        return new Verdict.Row(attack, strikes.get(), condemned, neighbour);
    }

    private List<Strike> strike(Attack attack, int times, ExecutorService threads) throws Exception {
        String function = attack.name().replace('/', '-');
        String account = "mallory-" + mallory;
        long start = System.nanoTime();
        HttpResponse<String> deployed = platform.offer(account, function, attack.modules(), LIMITS);
        if (deployed.statusCode() / 100 != 2) {
            String end = deployed.statusCode() / 100 == 4 ? "refused" : deployed.body();
            return List.of(new Strike(end, (System.nanoTime() - start) / 1_000_000));
        }
        if (attack.client() == Attack.Client.leaves) TimeUnit.MILLISECONDS.sleep(LIVE_SOON_MS);
        List<Callable<Strike>> all = new ArrayList<>();
        for (int lane = 0; lane < Math.min(LANES, times); lane++) all.add(() -> one(attack, account, function));
        List<Strike> ended = new ArrayList<>();
        for (int done = 0; done < times; done += all.size())
            for (Future<Strike> strike : threads.invokeAll(all.subList(0, Math.min(all.size(), times - done))))
                ended.add(strike.get());
        return ended;
    }

    /** Again while the function is not live yet. */
    private Strike one(Attack attack, String account, String function) throws InterruptedException {
        long end = System.nanoTime() + LIVE_MAX.toNanos();
        while (true) {
            Strike strike = Strike.at(server.port(), account, function, attack.client(), WALL_MS);
            if (!strike.end().startsWith("404") || System.nanoTime() > end) return strike;
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void nextMallory() throws Exception {
        platform.account("mallory-" + ++mallory);
    }

    /** Requests to functions that look for traces of others and leave some; gives what they found. */
    private Map<String, Integer> leaks(ExecutorService threads) throws Exception {
        String code;
        try (InputStream in = Siege.class.getResourceAsStream("/dev/mayfly/bench/resilience/polluter.js")) {
            if (in == null) throw new IllegalStateException("polluter.js is missing");
            code = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Callable<String>> calls = new ArrayList<>();
        for (String account : List.of("demo", "mallory-" + mallory)) {
            platform.deploy(account, "polluter", code, ",\"vars\":{\"NESTED\":{\"list\":[1]}}");
            long end = System.nanoTime() + LIVE_MAX.toNanos();
            while (platform.call(account, "polluter", "/").statusCode() == 404 && System.nanoTime() < end)
                TimeUnit.MILLISECONDS.sleep(5);
            for (int i = 0; i < LEAK_CHECKS; i++)
                calls.add(() -> platform.call(account, "polluter", "/").body());
        }
        Map<String, Integer> found = new TreeMap<>();
        for (Future<String> call : threads.invokeAll(calls))
            if (!call.get().equals(CLEAN)) found.merge(call.get(), 1, Integer::sum);
        return found;
    }
}
