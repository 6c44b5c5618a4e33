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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attacks from one account, two at a time, beside another account's hello at 30 % of what it can do. */
final class HostileNeighbours extends Ordeal {
    private static final int EACH = 20;
    private static final int CONNECTIONS = 8;
    private static final Duration CPU_LIMIT = Duration.ofSeconds(1);

    private static final Pattern EXHAUSTED = Pattern.compile("\"limit\":\"(\\w+)\",\"used\":(\\d+)");

    private static final Map<String, String> ATTACKS = new LinkedHashMap<>();

    static {
        ATTACKS.put("spin", "while (true) {}");
        ATTACKS.put("allocate", "const kept = []; while (true) kept.push(new Array(1000).fill({}))");
        ATTACKS.put("array-from", "Array.from({ length: 2 ** 32 - 1 })");
        ATTACKS.put("recursion-in-catch", "function f() { try { f() } catch (e) { f() } } f()");
    }

    private final List<String> engines;
    private final List<String> attacks;

    /** @param engine the only one to try, or both @param attack the only one to try, or all */
    HostileNeighbours(Path root, Optional<String> engine, Optional<String> attack) throws Exception {
        super(root);
        engines = engine.map(List::of).orElse(List.of("interpreter", "jit"));
        attacks = attack.map(List::of).orElse(List.copyOf(ATTACKS.keySet()));
        if (!ATTACKS.keySet().containsAll(attacks))
            throw new IllegalArgumentException("--attack is one of " + ATTACKS.keySet());
    }

    @Override
    protected String name() {
        return "hostile";
    }

    @Override
    protected void run() throws Exception {
        for (String engine : engines) run(engine);
    }

    private void run(String engine) throws Exception {
        try (Server server = start("--engine", engine);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Platform platform = server.platform();
            platform.account("mallory");
            for (String attack : attacks)
                platform.deploy(
                        "mallory",
                        attack,
                        "export default { fetch() { %s; return new Response('never') } }"
                                .formatted(ATTACKS.get(attack)),
                        "");
            Load.Target hello = server.target("hello", "/", Path.of("-"));
            Load.run(hello, 4, Duration.ofSeconds(engine.equals("jit") ? 45 : 15), Duration.ZERO);
            double capacity =
                    Load.run(hello, 4, Duration.ofSeconds(5), Duration.ZERO).perSecond();
            Duration pause = Duration.ofNanos((long) (1e9 * CONNECTIONS / (0.3 * capacity)));
            Load.Result quiet = Load.run(hello, CONNECTIONS, Duration.ofSeconds(10), pause);
            say(
                    engine + ": capacity %.0f/s; quiet at %.0f/s: p50 %d us, p99 %d us",
                    capacity,
                    quiet.perSecond(),
                    quiet.p50Us(),
                    quiet.p99Us());

            for (String attack : attacks) {
                Future<List<Ended>> attacks = threads.submit(() -> attack(platform, attack, threads));
                Load.Result beside = Load.run(hello, CONNECTIONS, Duration.ofSeconds(120), pause, attacks::isDone);
                judge(engine + " " + attack, attacks.get(), beside, quiet);
            }
            Load.Result after = Load.run(hello, CONNECTIONS, Duration.ofSeconds(5), pause);
            say("afterwards: p50 %d us, p99 %d us, %d failed", after.p50Us(), after.p99Us(), after.failed());
            expect(after.failed() == 0, "%d hello requests failed afterwards", after.failed());
        }
    }

    private void judge(String attack, List<Ended> ended, Load.Result beside, Load.Result quiet) {
        var ms = ended.stream().mapToLong(Ended::ms).summaryStatistics();
        long cpuMax = ended.stream()
                .filter(e -> e.limit.equals("cpu"))
                .mapToLong(Ended::used)
                .max()
                .orElse(0);
        String limits =
                ended.stream().map(Ended::limit).distinct().sorted().toList().toString();
        say(
                "%-32s %2d of %d exhausted %s, at most %d ms of CPU, in %d to %d ms; hello: %d failed, p50 %d us, p99 %d us (%.1fx quiet)",
                attack,
                ended.size(),
                EACH,
                limits,
                cpuMax,
                ms.getMin(),
                ms.getMax(),
                beside.failed(),
                beside.p50Us(),
                beside.p99Us(),
                (double) beside.p99Us() / quiet.p99Us());
        expect(ended.size() == EACH, "%s: %d of %d were Exhausted", attack, ended.size(), EACH);
        expect(cpuMax <= CPU_LIMIT.toMillis() + 500, "%s: used %d ms of CPU", attack, cpuMax);
        expect(beside.failed() == 0, "%s: %d hello requests failed", attack, beside.failed());
        expect(
                beside.p99Us() <= Math.max(3 * quiet.p99Us(), 25_000),
                "%s: p99 of hello was %d us",
                attack,
                beside.p99Us());
    }

    private static List<Ended> attack(Platform platform, String function, ExecutorService threads) {
        List<CompletableFuture<List<Ended>>> both = new ArrayList<>();
        for (int lane = 0; lane < 2; lane++)
            both.add(CompletableFuture.supplyAsync(() -> lane(platform, function), threads));
        List<Ended> all = new ArrayList<>();
        for (var lane : both) all.addAll(lane.join());
        return all;
    }

    private static List<Ended> lane(Platform platform, String function) {
        List<Ended> ended = new ArrayList<>();
        for (int i = 0; i < EACH / 2; i++) {
            try {
                long start = System.nanoTime();
                HttpResponse<String> answer = platform.call("mallory", function, "");
                long ms = (System.nanoTime() - start) / 1_000_000;
                Matcher exhausted = EXHAUSTED.matcher(answer.body());
                if (exhausted.find()) ended.add(new Ended(exhausted.group(1), Long.parseLong(exhausted.group(2)), ms));
                else say("%s: %d %s", function, answer.statusCode(), answer.body());
            } catch (Exception e) {
                say("%s: %s", function, e);
            }
        }
        return ended;
    }

    /** An attack that ended as it should: by which limit, how much of it, and after how long a wait of its client. */
    private record Ended(String limit, long used, long ms) {}
}
