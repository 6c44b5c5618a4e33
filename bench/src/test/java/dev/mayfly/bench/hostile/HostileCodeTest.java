package dev.mayfly.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.InvocationRequest.RunnableVersion;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.WorkerHost;
import dev.mayfly.isolates.process.ProcessLauncher;
import dev.mayfly.isolates.supervisor.Events;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Attacks through the worker that is shipped, with a neighbour in the same worker. A sample, by seed; {@code -Dmayfly.attacks=all} runs
 * all, {@code -Dmayfly.attacks=<part of a name>,…} those.
 */
@Timeout(1200)
class HostileCodeTest {
    /** One sample for every build, so that a red one is the change's; other seeds are drawn with {@code -Dmayfly.seed=N}. */
    private static final long SEED = 10_073_882_655_892L;

    private static final int SAMPLE = 100;
    private static final int LANES = 2;
    private static final int PATIENCE_SECONDS = 40;
    private static final long MB = 1 << 20;
    private static final Limits TIGHT = new Limits(300, 3_000, 32 * MB, 1024 * MB, (int) MB, 64 << 10, 50, 100);
    private static final String HELLO = "export default { fetch() { return new Response('hello') } }";

    private final Queue<String> condemned = new ConcurrentLinkedQueue<>();
    private Vertx vertx;
    private WorkerHost host;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        IsolateConfig config = IsolateConfig.of(Map.of(
                "mayfly.isolates.worker-home",
                System.getProperty("mayfly.isolates.worker-home"),
                "mayfly.isolates.engine",
                System.getProperty("mayfly.attacks.engine", "interpreter"),
                "mayfly.isolates.queue-deadline",
                "60s",
                "mayfly.isolates.start-timeout",
                "60s"));
        host = new WorkerHost(vertx, config, new ProcessLauncher(config), new Events() {
            @Override
            public void condemned(String reason) {
                condemned.add(reason);
            }
        });
    }

    @AfterEach
    void stop() {
        host.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void achievesNothing() throws Exception {
        List<Attack> attacks = sample();
        Queue<Attack> left = new ConcurrentLinkedQueue<>(attacks);
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger served = new AtomicInteger();
        List<Thread> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            String account = "mallory-" + lane;
            lanes.add(Thread.ofPlatform().start(() -> {
                for (Attack next = left.poll(); next != null; next = left.poll()) attack(account, next, wrong);
            }));
        }
        while (lanes.stream().anyMatch(Thread::isAlive)) {
            Outcome outcome = invoke("neighbour", HELLO).outcome.get(60, TimeUnit.SECONDS);
            if (!(outcome instanceof Outcome.Answered)) wrong.add("the neighbour ended as " + outcome);
            served.incrementAndGet();
            lanes.getFirst().join(5);
        }
        System.out.printf(
                "%d attacks, %d answers to the neighbour, condemned: %s%n", attacks.size(), served.get(), condemned);
        assertThat(wrong).isEmpty();
        assertThat(served.get()).isPositive();
        assertThat(condemned).doesNotContain("protocol", "died").hasSizeLessThanOrEqualTo(attacks.size() / 20);
    }

    private static List<Attack> sample() throws Exception {
        String wanted = System.getProperty("mayfly.attacks", "");
        List<Attack> all = new ArrayList<>(Attacks.of(Path.of(System.getProperty("mayfly.root"))));
        if (wanted.equals("all")) return all;
        if (!wanted.isEmpty())
            return all.stream()
                    .filter(a -> Arrays.stream(wanted.split(",")).anyMatch(a.name()::contains))
                    .toList();
        long seed = Long.getLong("mayfly.seed", SEED);
        System.out.println("seed " + seed + "; -Dmayfly.seed=" + seed + " repeats it");
        Collections.shuffle(all, new Random(seed));
        return all.subList(0, SAMPLE);
    }

    private void attack(String account, Attack attack, Queue<String> wrong) {
        long start = System.nanoTime();
        int condemnedBefore = condemned.size();
        String end;
        Ended client = new Ended(attack.client());
        try {
            RequestBody body =
                    attack.client() == Attack.Client.neverSends ? new RequestBody.Streamed() : new RequestBody.None();
            Invocation invocation = invoke(account, attack.name(), attack.modules(), body, client);
            if (attack.client() == Attack.Client.leaves) invocation.clientGone();
            end = Ended.name(client.outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            end = "did not end";
        } catch (Exception e) {
            end = e.toString();
        }
        if (client.answer().startsWith(Attack.LEAK)) end = client.answer();
        System.out.printf(
                "%-36s %-14s %6d ms %s%n",
                attack.name(),
                end,
                (System.nanoTime() - start) / 1_000_000,
                condemned.size() > condemnedBefore ? "CONDEMNED" : "");
        if (!attack.mayEndAs(end)) wrong.add(attack.name() + ": " + end);
    }

    private Ended invoke(String account, String code) {
        Ended client = new Ended(Attack.Client.ordinary);
        invoke(account, "hello", Map.of("index.js", code), new RequestBody.None(), client);
        return client;
    }

    private Invocation invoke(
            String account, String function, Map<String, String> modules, RequestBody body, Ended client) {
        List<Bundle.Module> files = new ArrayList<>();
        modules.forEach((name, text) ->
                files.add(new Bundle.Module(name, Bundle.Kind.esm, text.getBytes(StandardCharsets.UTF_8))));
        RunnableVersion version = new RunnableVersion(
                account + "/" + function,
                account,
                function,
                "1",
                Trust.standard,
                "index.js",
                files,
                "{\"vars\":{},\"secrets\":{},\"bindings\":{}}");
        boolean streamed = body instanceof RequestBody.Streamed;
        Invocation invocation = host.invoke(
                new InvocationRequest(
                        version,
                        TIGHT,
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        streamed ? "POST" : "GET",
                        "http://f.localhost/",
                        List.of("accept", "*/*"),
                        body),
                client);
        client.invocation = invocation;
        return invocation;
    }
}
