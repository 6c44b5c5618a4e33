package dev.mayfly.standalone.embedded;

import dev.mayfly.standalone.StartRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Redis as a direct child, on a random port of the loopback interface, behind a password, with nothing on disk. */
public final class RedisServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);
    private static final int STARTS_MAX = 5; // a port that was free may be taken when Redis binds it
    private static final long LOG_BYTES_MAX = 1L << 20;
    private static final int ANSWER_MS_MAX = 1_000;
    private static final String READY = "+OK\r\n+PONG\r\n";

    private final ChildProcess process;
    private final int port;
    private final String password;

    private RedisServer(ChildProcess process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * @param binaries where programs are kept, for other starts too
     * @param home its working directory, by which a later start finds it
     * @param log what Redis says
     */
    public record Layout(Path binaries, Path home, Path log) {}

    /** @param password letters and digits alone */
    public static RedisServer start(Layout layout, String password) throws IOException {
        try {
            return new Start(layout, password).run();
        } catch (StartRefused | IOException e) {
            SystemUser.check();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Completes when it has ended without having been asked to. */
    public CompletableFuture<Void> ended() {
        return process.endedByItself();
    }

    public String url() {
        return "redis://:%s@127.0.0.1:%d".formatted(password, port);
    }

    @Override
    public void close() {
        stop(STOP_MAX);
    }

    /** Kills it when it has not ended within that time. */
    public void stop(Duration wait) {
        process.stop(Signal.TERM, wait);
    }

    private record Start(Layout layout, String password) {
        RedisServer run() throws IOException {
            var program = new Binaries(layout.binaries()).redis();
            Folders.createPrivate(layout.home());
            var stale = new StaleProcesses("redis-server", layout.home());
            stale.stop(stale.running(), Signal.TERM, STOP_MAX);
            for (var attempt = 1; ; attempt++) {
                var port = FreePort.onLoopback();
                var process = spawn(program, port);
                if (isReady(process, port)) return new RedisServer(process, port, password);
                process.stop(Signal.KILL, STOP_MAX);
                if (attempt == STARTS_MAX)
                    throw new StartRefused("Redis did not start: %s. What it said is in %s."
                            .formatted(String.join(" / ", lastTwo(process)), layout.log()));
            }
        }

        /** The settings travel on its standard input: a command line, with the password in it, anybody could read. */
        private ChildProcess spawn(Path program, int port) throws IOException {
            var settings = """
                    bind 127.0.0.1
                    port %d
                    requirepass %s
                    save ""
                    appendonly no
                    maxmemory 256mb
                    maxmemory-policy volatile-lru
                    loglevel warning
                    """.formatted(port, password);
            return ChildProcess.start(
                    "redis",
                    Signal.TERM,
                    List.of(program.toString(), "-"),
                    layout.home(),
                    settings,
                    new BoundedLog(layout.log(), LOG_BYTES_MAX));
        }

        private boolean isReady(ChildProcess process, int port) throws IOException {
            var deadline = Instant.now().plus(START_MAX);
            while (process.isAlive() && Instant.now().isBefore(deadline)) {
                if (answers(port)) return process.isAlive();
                StaleProcesses.pause();
            }
            return false;
        }

        private boolean answers(int port) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), ANSWER_MS_MAX);
                socket.setSoTimeout(ANSWER_MS_MAX);
                socket.getOutputStream()
                        .write("AUTH %s\r\nPING\r\n".formatted(password).getBytes(StandardCharsets.US_ASCII));
                var answer = socket.getInputStream().readNBytes(READY.length());
                return new String(answer, StandardCharsets.US_ASCII).equals(READY);
            } catch (IOException e) {
                return false; // not there yet
            }
        }

        private static List<String> lastTwo(ChildProcess process) {
            var said = process.said();
            return said.subList(Math.max(0, said.size() - 2), said.size());
        }
    }
}
