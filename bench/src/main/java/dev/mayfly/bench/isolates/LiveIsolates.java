package dev.mayfly.bench.isolates;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.ProcessTree;
import dev.mayfly.bench.harness.Server;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What a live isolate holds: how resident memory grows from few to many of them. Mayfly's are invocations that wait on a timer,
 * workerd's are dynamic workers that its loader keeps.
 */
final class LiveIsolates {
    private static final int FEW = 200;
    private static final int MANY = 1200;
    private static final int KEPT = 300;
    private static final Duration HELD = Duration.ofSeconds(8);
    private static final String WAIT = """
            export default {
              async fetch(request) {
                if (!request.url.endsWith("/now")) await new Promise((done) => setTimeout(done, %d));
                return new Response("ok");
              },
            };""".formatted(HELD.toMillis());

    /** Resident bytes of the worker and of all processes of a server. */
    private record Memory(double worker, double all) {}

    private LiveIsolates() {}

    static void measure(Path root, Path scratch) throws Exception {
        Memory mayfly;
        try (Server server =
                Server.mayfly("mayfly", root, scratch, List.of("hello"), List.of("--engine", "interpreter"))) {
            server.platform().deploy("demo", "wait", WAIT, "");
            awaitLive(server.platform());
            hold(server, FEW);
            Memory few = hold(server, FEW);
            Memory many = hold(server, MANY);
            mayfly = new Memory((many.worker - few.worker) / (MANY - FEW), (many.all - few.all) / (MANY - FEW));
        }
        double workerd;
        try (Server server = Server.workerdFresh(root.resolve("bench/isolates"), scratch, "hello", 1)) {
            keep(server, KEPT / 6);
            long before = server.residentBytes();
            keep(server, KEPT);
            workerd = (server.residentBytes() - before) / (double) KEPT;
        }
        System.out.printf(
                Locale.ROOT,
                "%nmemory per live isolate: mayfly %.0f KB of the worker's (%.0f KB of all processes), workerd %.0f KB; ratio %.3f%n",
                mayfly.worker / 1e3,
                mayfly.all / 1e3,
                workerd / 1e3,
                mayfly.worker / workerd);
    }

    /** The router hears of a deployment a moment after it was acknowledged. */
    private static void awaitLive(Platform platform) throws Exception {
        for (int i = 0; i < 200; i++) {
            if (platform.call("demo", "wait", "/now").statusCode() == 200) return;
            LockSupport.parkNanos(50_000_000);
        }
        throw new IOException("the function that waits does not answer");
    }

    /** So many invocations at a time; the most that was resident while all of them waited. */
    private static Memory hold(Server server, int count) throws IOException {
        byte[] request = "GET / HTTP/1.1\r\nHost: wait.demo.localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                sockets.add(socket);
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(request);
            }
            ProcessTree processes = new ProcessTree(server.process());
            Memory most = new Memory(0, 0);
            while (System.nanoTime() - start < HELD.toNanos()) {
                LockSupport.parkNanos(100_000_000);
                double worker = processes.workers().stream()
                        .max(Comparator.comparingDouble(ProcessTree::cpuSeconds))
                        .map(p -> (double) ProcessTree.residentBytes(p))
                        .orElse(0.0);
                most = new Memory(Math.max(most.worker, worker), Math.max(most.all, processes.residentBytes()));
            }
            for (Socket socket : sockets) {
                int status = Load.readAnswer(new BufferedInputStream(socket.getInputStream(), 1024));
                if (status != 200) throw new IOException("a waiting invocation ended with status " + status);
            }
            return most;
        } finally {
            for (Socket socket : sockets) socket.close();
        }
    }

    private static void keep(Server server, int count) throws IOException {
        byte[] request = "GET /keep HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < count; i++) {
                socket.getOutputStream().write(request);
                if (Load.readAnswer(in) != 200) throw new IOException("workerd did not answer");
            }
        }
    }
}
