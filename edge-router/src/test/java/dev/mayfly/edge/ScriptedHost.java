package dev.mayfly.edge;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.WorkerHost;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plays a script for functions that have one, so that tests decide what an isolate does and when; runs all others for real. */
@Singleton
public class ScriptedHost implements IsolateHost {
    static final InvocationClient.Usage USAGE = new InvocationClient.Usage(1_000, 2_000, 0, 3_000, 0, 1, "scripted");

    /** What an isolate does. Runs on the context of the invocation; returns what its client may do to it. */
    interface Script {
        Play play(InvocationRequest request, InvocationClient client);
    }

    /** An invocation that ignores its client; scripts override what they want to see. */
    static class Play implements Invocation {
        @Override
        public void requestBody(byte[] piece) {}

        @Override
        public void requestBodyEnd() {}

        @Override
        public void requestBodyBroken() {}

        @Override
        public void responseConsumed(int bytes) {}

        @Override
        public void clientGone() {}
    }

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final IsolateConfig config;
    private WorkerHost real;

    ScriptedHost(Vertx vertx, IsolateConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    void script(String function, Script script) {
        scripts.put(function, script);
    }

    /** Answers as a whole and ends. */
    static Play answer(InvocationClient client, int status, String body, String... headers) {
        Vertx.currentContext().runOnContext(v -> {
            client.head(status, "", headers, new BodyComing.Whole(body.getBytes(StandardCharsets.UTF_8)));
            client.ended(new Outcome.Answered(), USAGE);
        });
        return new Play();
    }

    static Play end(InvocationClient client, Outcome outcome) {
        Vertx.currentContext().runOnContext(v -> client.ended(outcome, USAGE));
        return new Play();
    }

    @Override
    public Invocation invoke(InvocationRequest request, InvocationClient client) {
        Script script = scripts.get(request.version().function());
        if (script == null) return real().invoke(request, client);
        Context context = Vertx.currentContext();
        if (context == null) throw new IllegalStateException("no context");
        return script.play(request, client);
    }

    @Override
    public Uni<List<String>> inspect(String account, Bundle bundle, Limits limits) {
        return Uni.createFrom().item(List.of("fetch"));
    }

    @Override
    public HostStatus status() {
        return new HostStatus(List.of(new WorkerStatus(1, 1, "test", "test", WorkerState.serving, 0)), 0);
    }

    private synchronized WorkerHost real() {
        if (real == null) real = new WorkerHost(vertx, config);
        return real;
    }

    @PreDestroy
    void close() {
        if (real != null) real.close();
    }
}
