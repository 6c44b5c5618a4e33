package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * 50 deployments of ten functions at the same moment, while 500 requests a second are answered: each deployment is acknowledged, or told
 * when to come again; what was acknowledged is there, the last of each function answers, and no request fails.
 */
final class DeployStorm extends Ordeal {
    private static final int DEPLOYMENTS = 50;
    private static final int FUNCTIONS = 10;
    private static final int CONNECTIONS = 20;
    /** With its answer, each connection asks 25 times a second. */
    private static final Duration PAUSE = Duration.ofMillis(38);

    private static final Duration LOAD_MAX = Duration.ofMinutes(3);
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
                ExecutorService clients = Executors.newFixedThreadPool(DEPLOYMENTS)) {
            Platform platform = server.platform();
            platform.deploy("demo", "hello", HELLO, "");
            Load.Target hello = server.target("hello", "/", Path.of("-"));
            Load.run(hello, 4, Duration.ofSeconds(5), Duration.ZERO);
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Load.Result> load = CompletableFuture.supplyAsync(() -> load(hello, over));
            List<Deployed> deployed = new ArrayList<>();
            try {
                List<Future<Deployed>> all = new ArrayList<>();
                for (int i = 0; i < DEPLOYMENTS; i++) {
                    int number = i;
                    all.add(clients.submit(() -> deploy(platform, "storm-" + number % FUNCTIONS, "version " + number)));
                }
                for (Future<Deployed> one : all) deployed.add(one.get());
                for (int i = 0; i < FUNCTIONS; i++) judge(platform, "storm-" + i, deployed);
            } finally {
                over.set(true);
            }
            judge(deployed, load.join());
        }
    }

    private void judge(List<Deployed> deployed, Load.Result load) {
        long[] ms =
                deployed.stream().mapToLong(one -> one.ns / 1_000_000).sorted().toArray();
        say(
                "%d deployments acknowledged, the first after %d ms, half after %d ms, the last after %d ms; %d times one was told to come again",
                ms.length, ms[0], ms[ms.length / 2], LongStream.of(ms).max().orElse(0), toldToComeAgain.get());
        say(
                "meanwhile %d requests (%.0f/s) answered, %d failed; p50 %.1f ms, p99 %.1f ms",
                load.requests(), load.perSecond(), load.failed(), load.p50Us() / 1e3, load.p99Us() / 1e3);
        expect(unclear.isEmpty(), "refused without saying when to come again: %s", unclear);
        expect(load.failed() == 0, "%d requests failed", load.failed());
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

    private static Load.Result load(Load.Target hello, AtomicBoolean over) {
        try {
            return Load.run(hello, CONNECTIONS, LOAD_MAX, PAUSE, over::get);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
