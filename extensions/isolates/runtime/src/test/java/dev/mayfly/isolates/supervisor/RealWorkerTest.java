package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.IsolateHost.WorkerState;
import dev.mayfly.isolates.LockIn.Layer;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.WorkerHost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host with the worker that is shipped. */
@Timeout(120)
class RealWorkerTest {
    private static WorkerHost host;

    @BeforeAll
    static void start() {
        host = new WorkerHost(
                Bench.vertx,
                Bench.config(
                        "worker-home",
                        System.getProperty("mayfly.isolates.worker-home"),
                        "engine",
                        "interpreter",
                        "queue-deadline",
                        "60s",
                        "start-timeout",
                        "60s"));
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static RecordingClient run(String account, String code, Limits limits) {
        RecordingClient client = new RecordingClient();
        host.invoke(Bench.request(Bench.code(account, Trust.standard, code), limits, new RequestBody.None()), client);
        return client;
    }

    private static final String HELLO = "export default { fetch() { return new Response('hello') } }";

    private static Outcome answered(RecordingClient client) throws Exception {
        return client.outcome.get(60, TimeUnit.SECONDS);
    }

    @Test
    void itGreets() throws Exception {
        RecordingClient client = run("a", HELLO, Limits.DEFAULT);
        assertThat(answered(client)).isEqualTo(new Outcome.Answered());
        assertThat(client.told).containsExactly("head 200", "ended");
        assertThat(client.usage.cpuNs()).isPositive();
    }

    @Test
    void itIsLockedInAsFarAsThisMachineCan() throws Exception {
        answered(run("a", HELLO, Limits.DEFAULT));
        var lockIn = host.status().lockIn();
        assertThat(lockIn.on()).contains(Layer.diesWithHost);
        assertThat(lockIn.on().size() + lockIn.missing().size()).isEqualTo(Layer.values().length);
        assertThat(lockIn.missing().isEmpty() || !lockIn.remarks().isEmpty()).isTrue();
    }

    @Test
    void aSlowClientHoldsAStreamBack() throws Exception {
        String code = "export default { fetch() { let n = 0; return new Response(new ReadableStream({ pull(c) {"
                + " if (n++ == 64) c.close(); else c.enqueue(new Uint8Array(65536)) } })) } }";
        RecordingClient client = new RecordingClient();
        Invocation invocation = host.invoke(
                Bench.request(Bench.code("a", Trust.standard, code), Limits.DEFAULT, new RequestBody.None()), client);
        Bench.until("the window is full", () -> client.responseBytes == 256 << 10);
        assertThat(client.outcome.isDone()).isFalse();
        int consumed = 0;
        while (!client.outcome.isDone()) {
            int arrived = client.responseBytes;
            if (arrived > consumed) invocation.responseConsumed(arrived - consumed);
            consumed = arrived;
            Thread.onSpinWait();
        }
        assertThat(answered(client)).isEqualTo(new Outcome.Answered());
        assertThat(client.responseBytes).isEqualTo(64 * 65_536);
    }

    @Test
    void aSpinningGuestEndsAndItsNeighboursGoOn() throws Exception {
        answered(run("a", HELLO, Limits.DEFAULT));
        Limits brief = new Limits(300, 60_000, 1 << 26, 1L << 32, 10 << 20, 64 << 10, 50, 100);
        RecordingClient spinning = run("bad", "export default { fetch() { while (true) {} } }", brief);
        List<RecordingClient> neighbours = new ArrayList<>();
        while (!spinning.outcome.isDone()) {
            RecordingClient hello = run("a", HELLO, Limits.DEFAULT);
            answered(hello);
            neighbours.add(hello);
        }
        assertThat(spinning.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Exhausted.class,
                        exhausted -> assertThat(exhausted.limit()).isEqualTo("cpu"));
        assertThat(neighbours)
                .isNotEmpty()
                .allSatisfy(hello -> assertThat(hello.outcome()).isEqualTo(new Outcome.Answered()));
    }

    @Test
    void killedWorkersInvocationsAreRunAgain() throws Exception {
        answered(run("k", HELLO, Limits.DEFAULT));
        Bench.until(
                "a spare is ready",
                () -> host.status().workers().stream()
                        .anyMatch(w -> w.pool().equals("spare") && w.state() == WorkerState.serving));
        String sleepy = "export default { async fetch() { await new Promise(r => setTimeout(r, 1000));"
                + " return new Response('late') } }";
        List<RecordingClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) clients.add(run("k", sleepy, Limits.DEFAULT));
        var serving = host.status().workers().stream()
                .filter(w -> w.pool().equals("standard"))
                .findFirst()
                .orElseThrow();
        Bench.until(
                "they are under way",
                () -> host.status().workers().stream().anyMatch(w -> w.id() == serving.id() && w.inFlight() >= 20));
        ProcessHandle.of(serving.pid()).orElseThrow().destroyForcibly();
        for (RecordingClient client : clients) {
            assertThat(answered(client)).isEqualTo(new Outcome.Answered());
            assertThat(client.usage.started()).isEqualTo(2);
        }
    }

    @Test
    void aThousandWaitAtATime() throws Exception {
        String sleepy = "export default { async fetch() { await new Promise(r => setTimeout(r, 1500));"
                + " return new Response('late') } }";
        answered(run("a", sleepy, Limits.DEFAULT));
        List<RecordingClient> clients = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) clients.add(run("a", sleepy, Limits.DEFAULT));
        for (RecordingClient client : clients) assertThat(answered(client)).isEqualTo(new Outcome.Answered());
    }

    @Test
    void aBundleIsInspected() {
        var good = new Bundle(
                "index.js",
                List.of(new Bundle.Module("index.js", Bundle.Kind.esm, HELLO.getBytes(StandardCharsets.UTF_8))));
        assertThat(host.inspect("a", good, Limits.DEFAULT).await().atMost(java.time.Duration.ofSeconds(60)))
                .containsExactly("fetch");
    }

    @Test
    void aBundleThatDoesNotParseIsRefusedWithItsPlace() {
        var bad = new Bundle(
                "index.js",
                List.of(new Bundle.Module(
                        "index.js",
                        Bundle.Kind.esm,
                        "export default {\n  fetch( { }".getBytes(StandardCharsets.UTF_8))));
        assertThatThrownBy(
                        () -> host.inspect("a", bad, Limits.DEFAULT).await().atMost(java.time.Duration.ofSeconds(60)))
                .isInstanceOfSatisfying(Problem.BadBundle.class, problem -> {
                    assertThat(problem.file()).isEqualTo("index.js");
                    assertThat(problem.line()).isPositive();
                });
    }
}
