package dev.mayfly.bench.harness;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A closed-loop HTTP/1.1 client: every connection sends, waits for the whole answer, pauses if told so, and sends again. It runs in a
 * process of its own, so that its CPU is not the server's and so that it can be held to one core.
 */
public final class Load {
    private static final int LATENCIES_MAX = 4_000_000;

    /** @param requests that were answered with 2xx; {@code p50Us}, {@code p99Us} over all of those */
    public record Result(long requests, long failed, double seconds, long p50Us, long p99Us) {
        public double perSecond() {
            return requests / seconds;
        }

        public String line() {
            return "%d %d %.3f %d %d".formatted(requests, failed, seconds, p50Us, p99Us);
        }

        public static Result of(String line) {
            String[] f = line.strip().split(" ");
            return new Result(
                    Long.parseLong(f[0]),
                    Long.parseLong(f[1]),
                    Double.parseDouble(f[2]),
                    Long.parseLong(f[3]),
                    Long.parseLong(f[4]));
        }
    }

    /** What a run took, request by request. @param latenciesNs of those that were answered with 2xx, in rising order */
    public record Sample(long[] latenciesNs, long failed, double seconds) {
        public Result result() {
            return new Result(latenciesNs.length, failed, seconds, quantileUs(0.5), quantileUs(0.99));
        }

        private long quantileUs(double quantile) {
            int n = latenciesNs.length;
            return n == 0 ? 0 : latenciesNs[(int) (n * quantile)] / 1000;
        }

        /** This and another run as one. */
        public Sample and(Sample other) {
            long[] both = Arrays.copyOf(latenciesNs, latenciesNs.length + other.latenciesNs.length);
            System.arraycopy(other.latenciesNs, 0, both, latenciesNs.length, other.latenciesNs.length);
            Arrays.sort(both);
            return new Sample(both, failed + other.failed, seconds + other.seconds);
        }
    }

    /** Where to send what. Several ports are spread over the connections. */
    public record Target(List<Integer> ports, String host, String path, Path body) {}

    private Load() {}

    /** {@code ports host path bodyFile|- connections seconds pauseMs}. */
    public static void main(String[] args) throws Exception {
        List<Integer> ports =
                Arrays.stream(args[0].split(",")).map(Integer::valueOf).toList();
        Target target = new Target(ports, args[1], args[2], Path.of(args[3]));
        System.out.println(run(
                        target,
                        Integer.parseInt(args[4]),
                        Duration.ofMillis((long) (Double.parseDouble(args[5]) * 1000)),
                        Duration.ofMillis(Long.parseLong(args[6])))
                .line());
    }

    public static Result run(Target target, int connections, Duration time, Duration pause) throws Exception {
        return run(target, connections, time, pause, () -> false);
    }

    /** Ends early once {@code enough} says so. */
    public static Result run(Target target, int connections, Duration time, Duration pause, BooleanSupplier enough)
            throws Exception {
        return sample(target, connections, time, pause, enough).result();
    }

    public static Sample sample(Target target, int connections, Duration time, Duration pause, BooleanSupplier enough)
            throws Exception {
        byte[] request = request(target);
        long[] latencies = new long[LATENCIES_MAX];
        AtomicInteger count = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        var reasons = ConcurrentHashMap.<String>newKeySet();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int port = target.ports().get(i % target.ports().size());
            long offset = pause.toNanos() * i / connections;
            threads.add(Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(offset);
                while (System.nanoTime() < end && !enough.getAsBoolean()) {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        socket.setTcpNoDelay(true);
                        socket.setSoTimeout(30_000);
                        converse(socket, request, end, pause, latencies, count, enough);
                    } catch (IOException e) {
                        failed.incrementAndGet();
                        reasons.add(String.valueOf(e.getMessage()));
                        LockSupport.parkNanos(1_000_000);
                    }
                }
            }));
        }
        for (Thread t : threads) t.join();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!reasons.isEmpty()) System.err.println("failures: " + reasons);
        int n = Math.min(count.get(), LATENCIES_MAX);
        long[] all = Arrays.copyOf(latencies, n);
        Arrays.sort(all);
        return new Sample(all, failed.get(), seconds);
    }

    private static void converse(
            Socket socket,
            byte[] request,
            long end,
            Duration pause,
            long[] latencies,
            AtomicInteger count,
            BooleanSupplier enough)
            throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
        while (System.nanoTime() < end && !enough.getAsBoolean()) {
            long sent = System.nanoTime();
            out.write(request);
            out.flush();
            int status = readAnswer(in);
            if (status / 100 != 2) throw new IOException("status " + status);
            int at = count.getAndIncrement();
            if (at < LATENCIES_MAX) latencies[at] = System.nanoTime() - sent;
            if (!pause.isZero()) LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** Reads one answer whole and gives its status. */
    public static int readAnswer(InputStream in) throws IOException {
        return readAnswer(in, OutputStream.nullOutputStream());
    }

    /** The same, with the answer's body written to {@code body}. */
    public static int readAnswer(InputStream in, OutputStream body) throws IOException {
        int status = Integer.parseInt(line(in).substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:"))
                length = Integer.parseInt(lower.substring(15).strip());
            if (lower.startsWith("transfer-encoding:")) chunked = lower.contains("chunked");
        }
        if (!chunked) {
            body.write(in.readNBytes(length));
            return status;
        }
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            in.skipNBytes(2);
        }
        line(in);
        return status;
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";")[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the server closed the connection");
            if (c != '\r') line.append((char) c);
            if (line.length() > 16_384) throw new IOException("a header line without an end");
        }
        return line.toString();
    }

    private static byte[] request(Target target) throws IOException {
        byte[] body = target.body().toString().equals("-") ? new byte[0] : Files.readAllBytes(target.body());
        String head = body.length == 0
                ? "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target.path(), target.host())
                : "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(target.path(), target.host(), body.length);
        byte[] bytes = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length);
        System.arraycopy(body, 0, bytes, head.length(), body.length);
        return bytes;
    }
}
