package dev.mayfly.isolates.supervisor;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.InvocationRequest.RunnableVersion;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.WorkerHost;
import dev.mayfly.isolates.process.Launcher;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A host with fake workers, and what it takes to invoke something on it. */
final class Bench implements AutoCloseable {
    static final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    final FakeLauncher launcher = new FakeLauncher();
    final WorkerHost host;

    Bench(String... properties) {
        host = new WorkerHost(vertx, config(properties), launcher, Events.NONE);
    }

    Bench(Launcher launcher, String... properties) {
        host = new WorkerHost(vertx, config(properties), launcher, Events.NONE);
    }

    static IsolateConfig config(String... properties) {
        Map<String, String> all =
                new HashMap<>(Map.of("mayfly.isolates.spare-delay", "0s", "mayfly.isolates.stop-grace", "0s"));
        for (int i = 0; i < properties.length; i += 2) all.put("mayfly.isolates." + properties[i], properties[i + 1]);
        return IsolateConfig.of(all);
    }

    static RunnableVersion version(String account, Trust trust) {
        return code(account, trust, "export default {}");
    }

    static RunnableVersion code(String account, Trust trust, String code) {
        return new RunnableVersion(
                account + "/" + code.hashCode(),
                account,
                "f",
                "1",
                trust,
                "index.js",
                List.of(new Bundle.Module("index.js", Bundle.Kind.esm, code.getBytes(StandardCharsets.UTF_8))),
                "{\"vars\":{},\"secrets\":{},\"bindings\":{}}");
    }

    static InvocationRequest request(RunnableVersion version, Limits limits, RequestBody body) {
        return new InvocationRequest(
                version,
                limits,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "GET",
                "http://f.localhost/",
                List.of("accept", "*/*"),
                body);
    }

    static InvocationRequest request(String account, Trust trust) {
        return request(version(account, trust), Limits.DEFAULT, new RequestBody.None());
    }

    Invocation invoke(RecordingClient client, String account) {
        return host.invoke(request(account, Trust.standard), client);
    }

    RecordingClient invoke(String account) {
        RecordingClient client = new RecordingClient();
        invoke(client, account);
        return client;
    }

    RecordingClient invoke(InvocationRequest request) {
        RecordingClient client = new RecordingClient();
        host.invoke(request, client);
        return client;
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("never happened: " + what);
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
