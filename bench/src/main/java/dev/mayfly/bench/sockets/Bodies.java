package dev.mayfly.bench.sockets;

import dev.mayfly.bench.harness.ProcessTree;
import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Trial;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A gigabyte passes through a function, from its client and back, and from its upstream: no process may hold much of it. */
final class Bodies extends Trial {
    private static final long LENGTH = 1L << 30;
    private static final byte[] PIECE = new byte[64 << 10];
    private static final double GROWTH_MB_MAX = 200;
    private static final int PATIENCE_MS = 120_000;

    private static final String CODE = """
            export default { fetch(request) {
              return request.method === "POST" ? new Response(request.body) : fetch("http://127.0.0.1:%d/");
            } };""";

    Bodies(Path root) throws IOException {
        super(root);
    }

    @Override
    protected String name() {
        return "bodies";
    }

    @Override
    protected void run() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                Server server = Server.mayfly("mayfly", root, scratch, List.of(), List.of())) {
            Thread.ofPlatform().daemon().start(() -> serve(upstream));
            server.platform()
                    .deploy(
                            "demo",
                            "through",
                            CODE.formatted(upstream.getLocalPort()),
                            ",\"egress\":{\"mode\":\"open\",\"allow\":[\"127.0.0.1\"]},\"limits\":{\"cpuMs\":60000}");
            pass(server, "warming", 64L << 20, true);
            pass(server, "a request's body as the response's", LENGTH, true);
            pass(server, "a fetched body as the response's", LENGTH, false);
        }
    }

    private void pass(Server server, String what, long length, boolean upload) throws Exception {
        try (Peak peak = new Peak(server);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            String head = upload ? "POST / HTTP/1.1\r\nContent-Length: %d\r\n".formatted(length) : "GET / HTTP/1.1\r\n";
            OutputStream out = socket.getOutputStream();
            out.write((head + "Host: through.demo.localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            double cpu = server.cpuSeconds();
            long start = System.nanoTime();
            if (upload) Thread.ofPlatform().daemon().start(() -> write(out, length));
            long came = bodyLength(new BufferedInputStream(socket.getInputStream(), 128 << 10));
            double seconds = (System.nanoTime() - start) / 1e9;
            say("%s: %,d bytes in %.1f s (%.0f MB/s)", what, came, seconds, came / 1e6 / seconds);
            say("    %s; %.1f s of CPU in all", peak.line(), server.cpuSeconds() - cpu);
            if (length < LENGTH) return;
            expect(came == length, "%s: %d of %d bytes came", what, came, length);
            expect(peak.mainGrewMb() < GROWTH_MB_MAX, "%s: the router grew by %.0f MB", what, peak.mainGrewMb());
            expect(peak.workerGrewMb() < GROWTH_MB_MAX, "%s: a worker grew by %.0f MB", what, peak.workerGrewMb());
        }
    }

    private static void write(OutputStream out, long length) {
        try {
            for (long left = length; left > 0; left -= PIECE.length) out.write(PIECE);
            out.flush();
        } catch (IOException e) {
            say("the upload broke: %s", e);
        }
    }

    private static void serve(ServerSocket upstream) {
        try {
            while (!upstream.isClosed()) {
                try (Socket socket = upstream.accept()) {
                    InputStream in = socket.getInputStream();
                    for (int last = 0; last != 0x0d0a0d0a; ) last = last << 8 | in.read();
                    OutputStream out = socket.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                            .formatted(LENGTH)
                            .getBytes(StandardCharsets.US_ASCII));
                    write(out, LENGTH);
                }
            }
        } catch (IOException closed) {
            // The trial is over.
        }
    }

    /** Reads an answer to its end, which its head tells, or the last of its chunks. */
    private static long bodyLength(InputStream in) throws IOException {
        long told = -1;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.startsWith("HTTP/1.1 ") && !line.startsWith("200", 9)) throw new IOException(line);
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15))
                told = Long.parseLong(line.substring(15).strip());
        }
        byte[] buffer = new byte[64 << 10];
        if (told >= 0) return read(in, told, buffer);
        for (long total = 0; ; line(in)) {
            int chunk = Integer.parseInt(line(in), 16);
            if (chunk == 0) return total;
            total += read(in, chunk, buffer);
        }
    }

    private static long read(InputStream in, long length, byte[] buffer) throws IOException {
        for (long left = length; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) throw new IOException("broken off, %d bytes before the end".formatted(left));
            left -= n;
        }
        return length;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new IOException("broken off");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    /** Looks at the memory of the processes while something passes. */
    private static final class Peak implements AutoCloseable {
        private final Server server;
        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread looking;
        private final long mainBefore;
        private final long workerBefore;
        private volatile long main;
        private volatile long worker;

        Peak(Server server) {
            this.server = server;
            look();
            mainBefore = main;
            workerBefore = worker;
            looking = Thread.ofPlatform().daemon().start(() -> {
                while (!over.get()) {
                    look();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            });
        }

        private void look() {
            main = Math.max(main, ProcessTree.residentBytes(server.process()));
            worker = Math.max(
                    worker,
                    new ProcessTree(server.process())
                            .workers().stream()
                                    .mapToLong(ProcessTree::residentBytes)
                                    .max()
                                    .orElse(0));
        }

        double mainGrewMb() {
            return (main - mainBefore) / 1e6;
        }

        double workerGrewMb() {
            return (worker - workerBefore) / 1e6;
        }

        String line() {
            return "at most %.0f MB of the services (%.0f before), %.0f MB of a worker (%.0f before)"
                    .formatted(main / 1e6, mainBefore / 1e6, worker / 1e6, workerBefore / 1e6);
        }

        @Override
        public void close() throws InterruptedException {
            over.set(true);
            looking.join();
        }
    }
}
