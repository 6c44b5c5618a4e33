package dev.mayfly.bench.sockets;

import dev.mayfly.bench.harness.Footprint;
import dev.mayfly.bench.harness.Latencies;
import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Two thousand WebSockets to one function are held open, and each echoes several times. */
final class Echo extends Trial {
    private static final int SOCKETS = 2_000;
    private static final int WARM = 100;
    private static final int TIMES = 5;
    private static final int PER_SECOND = 500;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(90);

    private static final double P99_MS_MAX = 250;
    private static final double KB_EACH_MAX = 400;
    private static final int WORKER_THREADS_MAX = 40;

    private static final String CODE = """
            export default { fetch() {
              const [client, ws] = new WebSocketPair();
              ws.accept();
              ws.addEventListener("message", (event) => ws.send(event.data));
              return new Response(null, { status: 101, webSocket: client });
            } };""";

    Echo(Path root) throws IOException {
        super(root);
    }

    @Override
    protected String name() {
        return "echo";
    }

    @Override
    protected void run() throws Exception {
        try (Server server = Server.mayfly("mayfly", root, scratch, List.of(), List.of())) {
            server.platform().deploy("demo", "echo", CODE, "");
            try (Peers peers = new Peers(server.port(), "echo.demo.localhost")) {
                peers.openMore(WARM, 10, PATIENCE_NS);
                peers.echo(20, PER_SECOND, ns -> {}, PATIENCE_NS);
                Footprint before = Footprint.of(server);
                say("%d open: %s", peers.open(), before.line());
                long start = System.nanoTime();
                peers.openMore(SOCKETS - WARM, 32, PATIENCE_NS);
                say("%d more opened in %.1f s", peers.open() - WARM, (System.nanoTime() - start) / 1e9);
                Latencies cold = new Latencies(SOCKETS * TIMES);
                peers.echo(TIMES, PER_SECOND, cold::add, PATIENCE_NS);
                say(
                        "first round, while the worker is still compiling itself: p50 %.2f ms, p99 %.2f ms",
                        cold.ms(0.5), cold.ms(0.99));
                Latencies latencies = new Latencies(SOCKETS * TIMES);
                double cpu = Footprint.of(server).cpuSeconds();
                Map<String, Double> parts = server.cpuByPart();
                peers.echo(TIMES, PER_SECOND, latencies::add, PATIENCE_NS);
                server.cpuByPart()
                        .forEach((part, seconds) ->
                                say("CPU of %s: %.1f s", part, seconds - parts.getOrDefault(part, 0.0)));
                Footprint after = Footprint.of(server);
                tell(peers, before, after, latencies, after.cpuSeconds() - cpu);
            }
        }
    }

    private void tell(Peers peers, Footprint before, Footprint after, Latencies latencies, double cpu) {
        double each = (after.resident() - before.resident()) / 1e3 / (SOCKETS - WARM);
        say("%d open: %s", peers.open(), after.line());
        say("%.0f KB for each socket (all processes together, as they grew with them)", each);
        say(
                "%d echoes at %d/s: p50 %.2f ms, p99 %.2f ms, %.0f us of CPU each",
                latencies.count(), PER_SECOND, latencies.ms(0.5), latencies.ms(0.99), cpu * 1e6 / latencies.count());
        expect(peers.open() == SOCKETS && peers.lost() == 0, "%d opened, %d were lost", peers.open(), peers.lost());
        expect(latencies.count() == SOCKETS * TIMES, "%d of %d came back", latencies.count(), SOCKETS * TIMES);
        expect(latencies.ms(0.99) < P99_MS_MAX, "p99 was %.0f ms", latencies.ms(0.99));
        expect(each < KB_EACH_MAX, "each took %.0f KB", each);
        expect(after.workerThreads() <= WORKER_THREADS_MAX, "a worker had %d threads", after.workerThreads());
    }
}
