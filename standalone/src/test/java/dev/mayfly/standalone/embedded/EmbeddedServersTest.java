package dev.mayfly.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mayfly.standalone.StartRefused;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers through good and bad days. Programs and a first cluster are made once; each test has a copy of the cluster. */
class EmbeddedServersTest {
    @TempDir
    static Path shared;

    @TempDir
    Path own;

    Path home;

    @BeforeAll
    static void aClusterIsMadeAndKeepsWhatItIsTold() throws Exception {
        Files.writeString(shared.resolve("password"), "secret");
        try (var postgres = PostgresServer.start(HeldServers.postgres(shared));
                var connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute("create table kept(word text)");
            statement.execute("insert into kept values ('mayfly')");
        }
        assertThat(stalePostgres(shared).running()).isEmpty();
    }

    @BeforeEach
    void copyOfTheCluster() throws Exception {
        home = own;
        copy(shared.resolve("postgres"), home.resolve("postgres"));
        Files.createSymbolicLink(home.resolve("programs"), shared.resolve("programs"));
        Files.writeString(home.resolve("password"), "secret");
    }

    @AfterEach
    void nothingIsLeftRunning() throws Exception {
        assertThat(stalePostgres(home).running()).isEmpty();
    }

    @Test
    void dataIsThereAtTheNextStart() throws Exception {
        try (var postgres = startPostgres()) {
            assertThat(kept(postgres)).isEqualTo("mayfly");
        }
    }

    @Test
    void everythingThatKeepsDataThroughACrashIsOn() throws Exception {
        try (var postgres = startPostgres();
                var connection = connect(postgres)) {
            for (var setting : List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums"))
                assertThat(show(connection, setting)).as(setting).isEqualTo("on");
        }
    }

    @Test
    void nobodyGetsInWithoutThePassword() throws Exception {
        try (var postgres = startPostgres()) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), PostgresServer.USER, "guess")
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesTheKillOfPostgres() throws Exception {
        try (var postgres = startPostgres()) {
            try (var connection = connect(postgres);
                    var statement = connection.createStatement()) {
                statement.execute("update kept set word = 'acknowledged'");
                ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
                eventually(() -> stalePostgres(home).running().isEmpty());
            }
        }
        try (var again = startPostgres()) {
            assertThat(kept(again)).isEqualTo("acknowledged");
        }
    }

    @Test
    void serversEndWithTheirParentHoweverItEnds() throws Exception {
        var parent = holdServers();
        assertThat(stalePostgres(home).running()).isNotEmpty();
        assertThat(staleRedis().running()).isNotEmpty();
        parent.destroyForcibly().waitFor();
        eventually(() -> stalePostgres(home).running().isEmpty());
        eventually(() -> staleRedis().running().isEmpty());
    }

    @Test
    void aServerLeftBehindIsEndedByTheNextStart() throws Exception {
        var orphan = spawnOrphan();
        try (var postgres = startPostgres()) {
            assertThat(kept(postgres)).isEqualTo("mayfly");
            assertThat(stalePostgres(home).running())
                    .extracting(ProcessHandle::pid)
                    .doesNotContain(orphan);
        }
    }

    @Test
    void aPidFileThatNamesAnotherProcessDoesNotBlockTheStart() throws Exception {
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    home.resolve("postgres/postmaster.pid"),
                    "%d\n%s\n1\n5432\n".formatted(stranger.pid(), home.resolve("postgres")));
            try (var postgres = startPostgres()) {
                assertThat(kept(postgres)).isEqualTo("mayfly");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void otherProcessesInTheDirectoryAreLeftAlone() throws Exception {
        var shell = new ProcessBuilder("sleep", "60")
                .directory(home.resolve("postgres").toFile())
                .start();
        try (var postgres = startPostgres()) {
            assertThat(postgres.port()).isPositive();
            assertThat(shell.isAlive()).isTrue();
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void aClusterWithoutVersionIsRefused() throws Exception {
        Files.delete(home.resolve("postgres/PG_VERSION"));
        refused("PG_VERSION is missing");
    }

    @Test
    void aClusterOfAnotherMajorVersionIsRefused() throws Exception {
        Files.writeString(home.resolve("postgres/PG_VERSION"), "16\n");
        refused("made by PostgreSQL 16, this Mayfly brings PostgreSQL 17");
    }

    @Test
    void aFileInPlaceOfTheClusterIsRefused() throws Exception {
        Folders.delete(home.resolve("postgres"));
        Files.writeString(home.resolve("postgres"), "junk");
        refused("cannot be used");
        assertThat(home.resolve("postgres")).hasContent("junk");
    }

    @Test
    void aTruncatedControlFileIsRefused() throws Exception {
        truncate("postgres/global/pg_control", 100);
        refused("pg_control");
    }

    @Test
    void aLostWriteAheadLogIsRefused() throws Exception {
        try (var segments = Files.newDirectoryStream(home.resolve("postgres/pg_wal"), "0000*")) {
            for (var segment : segments) Files.delete(segment);
        }
        refused("cannot be used");
    }

    @Test
    void anEmptiedCatalogIsRefused() throws Exception {
        try (var files = Files.walk(home.resolve("postgres/base"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                if (!file.getFileName().toString().startsWith("PG_"))
                    truncate(home.relativize(file).toString(), 0);
        }
        refused("cannot be used");
    }

    @Test
    void anotherPasswordIsRefusedByName() throws Exception {
        Files.writeString(home.resolve("password"), "other");
        refused("does not hold the password");
    }

    @Test
    void anInterruptedFirstStartIsMadeGood() throws Exception {
        Folders.delete(home.resolve("postgres"));
        Files.createDirectories(home.resolve("postgres.initialising/base"));
        try (var postgres = startPostgres()) {
            assertThat(postgres.port()).isPositive();
        }
        assertThat(home.resolve("postgres.initialising")).doesNotExist();
    }

    @Test
    void redisAnswersOnlyWithThePassword() throws Exception {
        try (var redis = RedisServer.start(HeldServers.redis(home), "secret");
                var socket = new java.net.Socket("127.0.0.1", redis.port())) {
            socket.getOutputStream().write("PING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(7))).isEqualTo("-NOAUTH");
        }
        assertThat(staleRedis().running()).isEmpty();
    }

    @Test
    void anotherUserThanRootRunsThem() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "others run all of these tests as themselves anyway");
        var place = Files.createTempDirectory(Path.of("/tmp"), "mayfly-test-");
        try {
            var jars = classPathReadableByAll(place);
            var data = Files.createDirectory(place.resolve("data"));
            new ProcessBuilder("chown", "65534:65534", data.toString()).start().waitFor();
            var parent = held(
                    List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), jars, data.resolve("home"));
            parent.destroyForcibly().waitFor();
            eventually(() -> stalePostgres(data.resolve("home")).running().isEmpty());
        } finally {
            Folders.delete(place);
        }
    }

    private PostgresServer startPostgres() throws IOException {
        return PostgresServer.start(HeldServers.postgres(home));
    }

    private void refused(String why) {
        assertThatThrownBy(this::startPostgres)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(why)
                .hasMessageContaining(home.toString());
    }

    private Process holdServers() throws IOException {
        return held(List.of(), System.getProperty("java.class.path"), home);
    }

    private static Process held(List<String> prefix, String classPath, Path home) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                HeldServers.class.getName(),
                home.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = process.inputReader().readLine();
        assertThat(said).startsWith("running ");
        return process;
    }

    /** A server without the tie to its parent, as a system without pdeathsig would leave it. */
    private long spawnOrphan() throws Exception {
        var command = new ArrayList<>(SystemUser.prefix());
        command.addAll(List.of(
                home.resolve("programs/postgres-" + Binaries.version("postgres") + "/bin/postgres")
                        .toString(),
                "-D",
                home.resolve("postgres").toString(),
                "-p",
                Integer.toString(FreePort.onLoopback()),
                "-c",
                "unix_socket_directories="));
        var process = new ProcessBuilder(command)
                .directory(home.resolve("postgres").toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("orphan.log").toFile())
                .start();
        eventually(() -> Files.exists(home.resolve("postgres/postmaster.pid"))
                && Files.readString(home.resolve("postgres/postmaster.pid")).contains("ready"));
        return process.pid();
    }

    private static String classPathReadableByAll(Path place) throws IOException {
        var copies = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var from = Path.of(entry);
            if (!Files.exists(from)) continue;
            var to = place.resolve(copies.size() + "-" + from.getFileName());
            copy(from, to);
            copies.add(to.toString());
        }
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void truncate(String file, long bytes) throws IOException {
        try (var channel = FileChannel.open(home.resolve(file), StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    private static StaleProcesses stalePostgres(Path home) {
        return new StaleProcesses("postgres", home.resolve("postgres"));
    }

    private StaleProcesses staleRedis() {
        return new StaleProcesses("redis-server", home.resolve("redis"));
    }

    private static Connection connect(PostgresServer postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), PostgresServer.USER, "secret");
    }

    private static String kept(PostgresServer postgres) throws SQLException {
        try (var connection = connect(postgres)) {
            return first(connection, "select word from kept");
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        return first(connection, "show " + setting);
    }

    private static String first(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void eventually(Check check) throws Exception {
        var deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (!check.holds()) {
            assertThat(Instant.now()).isBefore(deadline);
            StaleProcesses.pause();
        }
    }

    private interface Check {
        boolean holds() throws Exception;
    }
}
