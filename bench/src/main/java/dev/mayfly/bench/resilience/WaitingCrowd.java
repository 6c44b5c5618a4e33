package dev.mayfly.bench.resilience;

import com.sun.net.httpserver.HttpServer;
import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.ProcessTree;
import dev.mayfly.bench.harness.Server;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A thousand invocations that wait two seconds each for an upstream, at a steady 500 a second for 30 seconds. */
final class WaitingCrowd extends Ordeal {
    private static final int PER_SECOND = 500;
    private static final int SECONDS = 30;

    WaitingCrowd(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "waiting";
    }

    @Override
    protected void run() throws Exception {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        try (ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
                Server server = start()) {
            upstream.setExecutor(handlers);
            upstream.createContext("/", exchange -> {
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
                exchange.close();
            });
            upstream.start();
            int port = upstream.getAddress().getPort();
            server.platform()
                    .deploy(
                            "demo",
                            "wait",
                            "export default { async fetch() { const a = await fetch('http://127.0.0.1:%d/'); return new Response(await a.text()); } };"
                                    .formatted(port),
                            ",\"egress\":{\"mode\":\"open\",\"allow\":[\"127.0.0.1:%d\"]}".formatted(port));
            crowd(server, 20);
            long before = new ProcessTree(server.process()).residentBytes();
            crowd(server, SECONDS);
            say(
                    "%.0f KB of all Mayfly's memory for each waiting invocation (it grew while a thousand waited)",
                    (peakBytes - before) / 1e3 / (2 * PER_SECOND));
        } finally {
            upstream.stop(0);
        }
    }

    private long peakBytes;

    private void crowd(Server server, int seconds) throws InterruptedException {
        int total = PER_SECOND * seconds;
        long[] latencies = new long[total];
        AtomicInteger answered = new AtomicInteger();
        ConcurrentLinkedQueue<Socket> idle = new ConcurrentLinkedQueue<>();
        Map<String, Integer> refused = new ConcurrentSkipListMap<>();
        byte[] request = "GET / HTTP/1.1\r\nHost: wait.demo.localhost\r\nMayfly-Debug: Bearer %s\r\n\r\n"
                .formatted(server.platform().token())
                .getBytes(StandardCharsets.US_ASCII);
        int threadsMax = 0;
        peakBytes = 0;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            for (int i = 0; i < total; i++) {
                long due = start + i * 1_000_000_000L / PER_SECOND;
                while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
                clients.submit(() -> {
                    try {
                        Socket socket = idle.poll();
                        if (socket == null) socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                        socket.setTcpNoDelay(true);
                        socket.getOutputStream().write(request);
                        ByteArrayOutputStream body = new ByteArrayOutputStream();
                        int status = Load.readAnswer(new BufferedInputStream(socket.getInputStream(), 1024), body);
                        if (status == 200) latencies[answered.getAndIncrement()] = System.nanoTime() - due;
                        else refused.merge(status + " " + why(body.toString(StandardCharsets.UTF_8)), 1, Integer::sum);
                        idle.add(socket);
                    } catch (java.io.IOException e) {
                        refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
                    }
                });
                if (i % PER_SECOND == PER_SECOND - 1) {
                    threadsMax = Math.max(threadsMax, workerThreads(server));
                    peakBytes = Math.max(peakBytes, new ProcessTree(server.process()).residentBytes());
                }
            }
        }
        for (Socket s : idle) {
            try {
                s.close();
            } catch (java.io.IOException e) {
                say("a socket did not close: %s", e);
            }
        }
        refused.forEach((why, times) -> say("%d were not answered: %s", times, why));
        Arrays.sort(latencies, 0, answered.get());
        int n = answered.get();
        double p99 = n == 0 ? 0 : latencies[(int) (n * 0.99)] / 1e6;
        say(
                "%d s at %d/s: %d of %d answered, p50 %.0f ms, p99 %.0f ms, at most %d threads in a worker",
                seconds, PER_SECOND, n, total, n == 0 ? 0 : latencies[n / 2] / 1e6, p99, threadsMax);
        if (seconds < SECONDS) return;
        expect(n == total, "%d of %d were answered", n, total);
        expect(p99 < 2600, "p99 was %.0f ms", p99);
        expect(threadsMax <= 40, "a worker had %d threads", threadsMax);
    }

    /** The code of a problem; with what the function threw, if it did. */
    private static String why(String problem) {
        return Pattern.compile("\"(?:code|message)\":\"([^\"]*)\"")
                .matcher(problem)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining(", "));
    }

    private static int workerThreads(Server server) {
        return new ProcessTree(server.process())
                .workers().stream().mapToInt(ProcessTree::threads).max().orElse(0);
    }
}
