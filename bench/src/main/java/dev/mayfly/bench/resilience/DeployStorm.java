package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Crowd;
import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * 50 functions are deployed at the same moment, while 500 requests a second are sent, whatever the answers take: each deployment is
 * acknowledged, or told when to come again; what was acknowledged is there and answers, and no request fails.
 */
final class DeployStorm extends Ordeal {
    private static final int FUNCTIONS = 50;
    private static final double PER_SECOND = 500;
    private static final long LOAD_MAX_NS = TimeUnit.MINUTES.toNanos(3);
    private static final long LAST_ANSWERS_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int OFFERS_MAX = 60;
    private static final int LOOKS_MAX = 500;
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private final AtomicInteger toldToComeAgain = new AtomicInteger();
    private final List<String> unclear = new ArrayList<>();

    DeployStorm(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "deploy-storm";
    }

    private record Deployed(String function, String version, String text, long ns) {}

    @Override
    protected void run() throws Exception {
        try (Server server = start();
                ExecutorService clients = Executors.newFixedThreadPool(FUNCTIONS)) {
            Platform platform = server.platform();
            platform.deploy("demo", "hello", HELLO, "");
            Load.Target hello = server.target("hello", "/", Path.of("-"));
            Load.run(hello, 4, Duration.ofSeconds(5), Duration.ZERO);
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Steady> load = CompletableFuture.supplyAsync(() -> load(hello, over));
            List<Deployed> deployed = new ArrayList<>();
            try {
                List<Future<Deployed>> all = new ArrayList<>();
                for (int i = 0; i < FUNCTIONS; i++) {
                    int number = i;
                    all.add(clients.submit(() -> deploy(platform, "storm-" + number, "function " + number)));
                }
                for (Future<Deployed> one : all) deployed.add(one.get());
                for (int i = 0; i < FUNCTIONS; i++) judge(platform, "storm-" + i, deployed);
            } finally {
                over.set(true);
            }
            judge(deployed, load.join());
        }
    }

    private void judge(List<Deployed> deployed, Steady load) {
        long[] ms =
                deployed.stream().mapToLong(one -> one.ns / 1_000_000).sorted().toArray();
        say(
                "%d deployments acknowledged, the first after %d ms, half after %d ms, the last after %d ms; %d times one was told to come again",
                ms.length, ms[0], ms[ms.length / 2], LongStream.of(ms).max().orElse(0), toldToComeAgain.get());
        Load.Result sent = load.result();
        say(
                "meanwhile %d requests (%.0f/s) answered, %d failed %s; p50 %.1f ms, p99 %.1f ms",
                sent.requests(), sent.perSecond(), sent.failed(), load.reasons, sent.p50Us() / 1e3, sent.p99Us() / 1e3);
        expect(unclear.isEmpty(), "refused without saying when to come again: %s", unclear);
        expect(sent.failed() == 0, "%d requests failed", sent.failed());
    }

    /** Comes again when it is told to. */
    private Deployed deploy(Platform platform, String function, String text) throws Exception {
        String code = "export default { fetch() { return new Response('%s'); } };".formatted(text);
        long begun = System.nanoTime();
        for (int i = 0; i < OFFERS_MAX; i++) {
            HttpResponse<String> answer = platform.offer("demo", function, Map.of("index.js", code), "");
            if (answer.statusCode() == 200)
                return new Deployed(function, first(answer.body()), text, System.nanoTime() - begun);
            comeAgain(answer);
        }
        throw new IllegalStateException("%s was refused %d times".formatted(text, OFFERS_MAX));
    }

    private void comeAgain(HttpResponse<String> answer) throws InterruptedException {
        boolean clear = answer.statusCode() == 503 || answer.statusCode() == 429;
        String after = answer.headers().firstValue("retry-after").orElse("");
        if (!clear || after.isEmpty())
            synchronized (unclear) {
                unclear.add(answer.statusCode() + " " + answer.body());
            }
        toldToComeAgain.incrementAndGet();
        Thread.sleep(Duration.ofSeconds(after.isEmpty() ? 1 : Long.parseLong(after)));
    }

    /** All that was acknowledged is among its versions, and the one that is active answers. */
    private void judge(Platform platform, String function, List<Deployed> deployed) throws Exception {
        List<Deployed> own =
                deployed.stream().filter(one -> one.function.equals(function)).toList();
        String versions = platform.versions("demo", function);
        for (Deployed one : own)
            expect(versions.contains(one.version), "%s of %s was acknowledged and is lost", one.version, function);
        String active = platform.active("demo", function);
        String text = own.stream()
                .filter(one -> one.version.equals(active))
                .map(Deployed::text)
                .findFirst()
                .orElse("");
        expect(!text.isEmpty(), "%s answers with %s, which nobody was told of", function, active);
        String said = "";
        for (int i = 0; i < LOOKS_MAX && !said.equals(text); i++) {
            said = platform.call("demo", function, "").body();
            if (!said.equals(text)) Thread.sleep(10);
        }
        expect(said.equals(text), "%s answers '%s', active is '%s'", function, said, text);
    }

    private static String first(String json) {
        Matcher id = ID.matcher(json);
        if (!id.find()) throw new IllegalStateException("an answer without an id: " + json);
        return id.group(1);
    }

    private static Steady load(Load.Target hello, AtomicBoolean over) {
        Steady plan = new Steady(over);
        try (Crowd crowd = new Crowd(hello.ports().getFirst(), hello.host(), hello.path())) {
            crowd.run(plan);
            return plan;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As many a second, until it is over and all are answered. */
    private static final class Steady implements Crowd.Plan {
        private final AtomicBoolean over;
        private final List<Long> latenciesNs = new ArrayList<>();
        private final Set<String> reasons = new TreeSet<>();
        private final long startNs = System.nanoTime();
        private long overNs;
        private long asked;
        private long failed;

        Steady(AtomicBoolean over) {
            this.over = over;
        }

        @Override
        public int due(long nowNs) {
            if (overNs == 0 && (over.get() || nowNs - startNs > LOAD_MAX_NS)) overNs = nowNs;
            if (overNs != 0) return 0;
            int due = (int) ((nowNs - startNs) / 1e9 * PER_SECOND - asked);
            asked += due;
            return due;
        }

        @Override
        public boolean over() {
            if (overNs == 0) return false;
            long left = asked - failed - latenciesNs.size();
            if (left > 0 && System.nanoTime() - overNs < LAST_ANSWERS_NS) return false;
            if (left > 0) reasons.add("not answered");
            failed += left;
            return true;
        }

        @Override
        public void answered(int status, long startedNs, long nowNs) {
            if (status == 200) latenciesNs.add(nowNs - startedNs);
            else failed("status " + status);
        }

        @Override
        public void failed(String why) {
            failed++;
            reasons.add(why);
        }

        Load.Result result() {
            long[] sorted =
                    latenciesNs.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Load.Sample(sorted, failed, (overNs - startNs) / 1e9).result();
        }
    }
}
