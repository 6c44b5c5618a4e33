package dev.mayfly.bench.fuzz;

import dev.mayfly.bench.fuzz.Program.Sent;
import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Bundle.Kind;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.InvocationRequest.RunnableVersion;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.WorkerHost;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Worker processes in which fuzzed programs live beside a canary of another account. */
final class Neighbourhood implements AutoCloseable {
    /** Small, so that thousands of programs which use all they may can be run. */
    static final Limits LIMITS = new Limits(100, 2_000, 32 << 20, 512 << 20, 1 << 20, 16 << 10, 50, 20);

    /** Waiting for a worker, waiting for nothing until the wall limit, obeying, and the time to notice on a busy machine. */
    private static final long SILENT_MAX_NS = TimeUnit.SECONDS.toNanos(30 + 2 + 20 + 15);

    private static final long CANARY_MAX_S = 90;
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String ENV = """
            {"vars":{"GREETING":"hi","NESTED":{"list":[1]}},"secrets":{"TOKEN":"t"},\
            "bindings":{"STORE":{"type":"store","methods":[{"name":"get"},{"name":"put"}]}}}""";
    private static final List<Bundle.Module> MORE = List.of(
            module(
                    "other.js",
                    Kind.esm,
                    "export let count = 0; export function more() { return ++count; } await null;"),
            module("data.txt", Kind.text, "text"));
    private static final RunnableVersion CANARY =
            version("canary", "canary", List.of(module("index.js", Kind.esm, Grammar.resource("canary.js"))));

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    private final Journal journal = new Journal();
    private final WorkerHost host;
    private final Set<Execution> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger runs = new AtomicInteger();
    private final String cleanWorld;

    Neighbourhood(Path workerHome, String engine) throws Exception {
        host = new WorkerHost(
                vertx,
                IsolateConfig.of(Map.of(
                        "mayfly.isolates.worker-home", workerHome.toString(),
                        "mayfly.isolates.engine", engine,
                        "mayfly.isolates.queue-deadline", "30s",
                        "mayfly.isolates.start-timeout", "60s",
                        "mayfly.isolates.convicted-for", "1s",
                        "mayfly.isolates.own-pool-idle", "1s")));
        vertx.setPeriodic(1_000, t -> giveUpTheSilent());
        cleanWorld = canary();
    }

    Journal journal() {
        return journal;
    }

    /** Runs a program as a function of an account of its own, to its end. */
    Execution run(Program program) {
        String account = "fuzz-" + runs.incrementAndGet();
        RunnableVersion version = version(
                account,
                "program-" + program.index(),
                List.of(module("index.js", Kind.esm, program.code()), MORE.get(0), MORE.get(1)));
        Execution execution = new Execution(program, LIMITS, vertx);
        underWay.add(execution);
        Context context = vertx.getOrCreateContext();
        context.runOnContext(v -> execution.started(host.invoke(request(version, LIMITS, program.sent()), execution)));
        try {
            return execution.over().join();
        } finally {
            underWay.remove(execution);
        }
    }

    /** Lets the canary look around, and gives what it saw. */
    private String canary() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(v -> host.invoke(request(CANARY, Limits.DEFAULT, Sent.none), new CanaryClient(seen)));
        return seen.get(CANARY_MAX_S, TimeUnit.SECONDS);
    }

    /** What the canary saw that it should not see, or how it failed. */
    Optional<String> complaint() throws Exception {
        String world = canary();
        return world.equals(cleanWorld)
                ? Optional.empty()
                : Optional.of("the canary saw %s; a clean world is %s".formatted(world, cleanWorld));
    }

    private void giveUpTheSilent() {
        long now = System.nanoTime();
        for (Execution execution : underWay)
            if (execution.silentNs(now) > SILENT_MAX_NS)
                execution.giveUp("nothing was heard of it for %d s".formatted(SILENT_MAX_NS / 1_000_000_000));
    }

    private static InvocationRequest request(RunnableVersion version, Limits limits, Sent sent) {
        RequestBody body = switch (sent) {
            case none -> new RequestBody.None();
            case small -> new RequestBody.Whole("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
            case large -> new RequestBody.Whole(new byte[300 << 10]);
            case streamed, broken, unfinished -> new RequestBody.Streamed();
        };
        return new InvocationRequest(
                version,
                limits,
                TRACE,
                sent == Sent.none ? "GET" : "POST",
                "http://f.localhost/path?q=1",
                List.of("accept", "*/*", "x-first", "1"),
                body);
    }

    private static RunnableVersion version(String account, String function, List<Bundle.Module> modules) {
        return new RunnableVersion(account, account, function, "1", Trust.standard, "index.js", modules, ENV);
    }

    private static Bundle.Module module(String name, Kind kind, String text) {
        return new Bundle.Module(name, kind, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        host.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        journal.close();
    }
}
