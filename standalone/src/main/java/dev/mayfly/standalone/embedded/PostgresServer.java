package dev.mayfly.standalone.embedded;

import dev.mayfly.standalone.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/**
 * PostgreSQL as a direct child, on a random port of the loopback interface, behind a password, with everything on that keeps data
 * through a crash. A server that an earlier start left behind is ended first; a broken data directory is refused and left as it is.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "mayfly";
    private static final Duration START_MAX = Duration.ofSeconds(120); // after a crash it first replays its log
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int STARTS_MAX = 5; // a port that was free may be taken when PostgreSQL binds it
    private static final long LOG_BYTES_MAX = 4L << 20;
    private static final int PID_LINE = 0;
    private static final int STATUS_LINE = 7;

    private final ChildProcess process;
    private final int port;

    private PostgresServer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param binaries where programs are kept, for other starts too
     * @param data the database cluster; made when it is not there
     * @param passwordFile holds the password of {@link #USER} in its first line
     * @param log what PostgreSQL says
     */
    public record Layout(Path binaries, Path data, Path passwordFile, Path log) {}

    public static PostgresServer start(Layout layout) throws IOException {
        try {
            return new Start(layout).run();
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

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    public String reactiveUrl() {
        return "postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    /** Ends it without waiting for its clients; everything it acknowledged is on disk. */
    @Override
    public void close() {
        stop(STOP_MAX);
    }

    /** Kills it when it has not ended within that time. */
    public void stop(Duration wait) {
        process.stop(Signal.INT, wait);
    }

    private record Start(Layout layout, StaleProcesses stale) {
        Start(Layout layout) {
            this(layout, new StaleProcesses("postgres", layout.data()));
        }

        PostgresServer run() throws IOException {
            var home = new Binaries(layout.binaries()).postgres();
            if (Files.exists(layout.data())) {
                checkVersion();
                clearStale();
            } else {
                initialise(home);
            }
            for (var attempt = 1; ; attempt++) {
                var port = FreePort.onLoopback();
                var process = spawn(home, port);
                if (isReady(process)) {
                    checkAnswers(process, port);
                    return new PostgresServer(process, port);
                }
                var portTaken = process.said().stream().anyMatch(l -> l.contains("Address already in use"));
                if (!portTaken || attempt == STARTS_MAX) throw PostgresFailure.explain(layout, process.said());
            }
        }

        /**
         * What is left of a killed server: its processes are stopped, then its pid file goes. PostgreSQL itself would refuse that
         * file as long as any process has the pid in it, be it a zombie that nobody reaped yet, or a stranger after a reboot.
         */
        private void clearStale() throws IOException {
            var running = stale.running();
            if (!running.isEmpty()) stopStale(running);
            Files.deleteIfExists(layout.data().resolve("postmaster.pid"));
        }

        private void stopStale(List<ProcessHandle> running) throws IOException {
            var master = pidFile().stream().findFirst().map(String::strip).orElse("");
            var asked = running.stream()
                    .filter(p -> Long.toString(p.pid()).equals(master))
                    .toList();
            // Without their postmaster the others end by themselves; asking them hurries those that work.
            if (asked.isEmpty()) stale.stop(running, Signal.TERM, STOP_MAX);
            else stale.stop(asked, Signal.INT, STOP_MAX);
        }

        private void checkVersion() throws IOException {
            var file = layout.data().resolve("PG_VERSION");
            if (!Files.isDirectory(layout.data()) || !Files.isReadable(file))
                throw PostgresFailure.damaged(layout, "%s is missing or not readable".formatted(file));
            var found = Files.readString(file).strip();
            var version = Binaries.version("postgres");
            var ours = version.substring(0, version.indexOf('.'));
            if (!found.equals(ours)) throw PostgresFailure.otherVersion(layout, found, ours);
        }

        /** A cluster gets its name when it is complete; what an interrupted start left is made anew. */
        private void initialise(Path home) throws IOException {
            var data = layout.data();
            var beside = data.resolveSibling(data.getFileName() + ".initialising");
            Folders.delete(beside);
            Files.createDirectory(beside);
            var process = ChildProcess.start(
                    "initdb",
                    Signal.KILL,
                    List.of(
                            home.resolve("bin/initdb").toString(),
                            "--pgdata=" + beside,
                            "--username=" + USER,
                            "--pwfile=" + layout.passwordFile(),
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--no-locale",
                            "--data-checksums"),
                    beside,
                    "",
                    log());
            if (!process.endedWithin(START_MAX)) process.stop(Signal.KILL, STOP_MAX);
            if (process.exitCode() != 0) throw PostgresFailure.explain(layout, process.said());
            Files.move(beside, data, StandardCopyOption.ATOMIC_MOVE);
        }

        private ChildProcess spawn(Path home, int port) throws IOException {
            var command = new ArrayList<>(List.of(
                    home.resolve("bin/postgres").toString(),
                    "-D",
                    layout.data().toString(),
                    "-p",
                    Integer.toString(port)));
            for (var setting : List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "fsync=on",
                    "full_page_writes=on",
                    "synchronous_commit=on",
                    "timezone=UTC",
                    "log_timezone=UTC",
                    "log_checkpoints=off",
                    "log_min_messages=warning")) command.addAll(List.of("-c", setting));
            return ChildProcess.start("postgres", Signal.INT, command, layout.data(), "", log());
        }

        private BoundedLog log() throws IOException {
            return new BoundedLog(layout.log(), LOG_BYTES_MAX);
        }

        /** PostgreSQL writes into its pid file when it takes clients; a file of another process does not count. */
        private boolean isReady(ChildProcess process) throws IOException {
            var deadline = Instant.now().plus(START_MAX);
            while (process.isAlive()) {
                var lines = pidFile();
                if (lines.size() > STATUS_LINE
                        && lines.get(PID_LINE).strip().equals(Long.toString(process.pid()))
                        && lines.get(STATUS_LINE).strip().equals("ready")) return true;
                if (Instant.now().isAfter(deadline)) {
                    process.stop(Signal.INT, STOP_MAX);
                    throw new StartRefused("PostgreSQL was not ready within %d s; see %s"
                            .formatted(START_MAX.toSeconds(), layout.log()));
                }
                StaleProcesses.pause();
            }
            return false;
        }

        /** A damaged catalog lets PostgreSQL start and fails the first connection. */
        private void checkAnswers(ChildProcess process, int port) throws IOException {
            var properties = new Properties();
            properties.setProperty("user", USER);
            properties.setProperty(
                    "password", Files.readString(layout.passwordFile()).strip());
            properties.setProperty("connectTimeout", "10");
            properties.setProperty("socketTimeout", "30");
            var url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
            try (var connection = DriverManager.getConnection(url, properties);
                    var statement = connection.createStatement()) {
                statement.execute("select 1");
            } catch (SQLException e) {
                process.stop(Signal.INT, STOP_MAX);
                throw PostgresFailure.refusedConnection(layout, e);
            }
        }

        private List<String> pidFile() throws IOException {
            var file = layout.data().resolve("postmaster.pid");
            try {
                return Files.readAllLines(file);
            } catch (NoSuchFileException e) {
                return List.of();
            }
        }
    }
}
