package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TemporaryAccountTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private String challenge = "{\"challenge\":\"signed\",\"seed\":\"%s\",\"segments\":2,\"steps\":3}"
            .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]));
    private int self = 200;
    private HttpServer server;

    @BeforeEach
    void platform() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().containsKey("Authorization") + " " + body);
            String answer = exchange.getRequestURI().getPath().endsWith("challenge")
                    ? challenge
                    : "{\"account\":\"temp-1\",\"token\":\"mftt_x\",\"expiresAt\":\"2026-01-02T04:04:05Z\",\"claim\":\"mfct_x\"}";
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    exchange.getRequestURI().getPath().endsWith("/self") ? self : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void isKeptInTheUsersStateFolder() {
        assertThat(TemporaryAccount.file(Map.of("HOME", "/home/ada")))
                .isEqualTo(Path.of("/home/ada/.local/state/mayfly/temporary.json"));
        assertThat(TemporaryAccount.file(Map.of("HOME", "/home/ada", "XDG_STATE_HOME", "/state")))
                .isEqualTo(Path.of("/state/mayfly/temporary.json"));
        assertThat(TemporaryAccount.file(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/mayfly/temporary.json"));
    }

    @Test
    void accountIsGotByWorkWithoutAToken() throws IOException {
        TemporaryAccount got = TemporaryAccount.of(at(server), file(), NOW);
        assertThat(got.account()).isEqualTo("temp-1");
        assertThat(requests).hasSize(2).noneMatch(request -> request.contains(" true "));
        JsonNode done = Platform.JSON.readTree(requests.getLast().substring("/v1/temporary false ".length()));
        assertThat(done.path("challenge").asText()).isEqualTo("signed");
        assertThat(Base64.getDecoder().decode(done.path("checkpoints").asText()))
                .hasSize(3 * 32);
    }

    @Test
    void accountIsUsedAgainUntilItEnds() throws IOException {
        TemporaryAccount first = TemporaryAccount.of(at(server), file(), NOW);
        assertThat(TemporaryAccount.of(at(server), file(), NOW.plusSeconds(3500)))
                .isEqualTo(first);
        assertThat(requests).hasSize(3).last().isEqualTo("/v1/tokens/self true ");
        TemporaryAccount.of(at(server), file(), NOW.plusSeconds(3550));
        assertThat(requests).hasSize(5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void accountThatThePlatformDoesNotKnowIsReplacedByOneOther() throws IOException {
        TemporaryAccount.of(at(server), file(), NOW);
        self = 401;
        Files.writeString(file(), Files.readString(file()).replace("mftt_x", "mftt_gone"));
        assertThat(TemporaryAccount.of(at(server), file(), NOW).token()).isEqualTo("mftt_x");
        assertThat(requests.stream().map(request -> request.split(" ")[0]))
                .containsExactly(
                        "/v1/temporary/challenge",
                        "/v1/temporary",
                        "/v1/tokens/self",
                        "/v1/temporary/challenge",
                        "/v1/temporary");
        assertThat(Files.readString(file())).contains("mftt_x").doesNotContain("mftt_gone");
    }

    @Test
    void accountIsKeptWhereThePlatformCannotSay() throws IOException {
        TemporaryAccount.of(at(server), file(), NOW);
        self = 503;
        assertThatThrownBy(() -> TemporaryAccount.of(at(server), file(), NOW)).isInstanceOf(Refusal.class);
        assertThat(requests).hasSize(3);
        assertThat(file()).exists();
    }

    @Test
    void claimedAccountIsForgottenAndNoOther() throws IOException {
        TemporaryAccount.of(at(server), file(), NOW);
        TemporaryAccount.forget("mfct_other", file());
        assertThat(file()).exists();
        TemporaryAccount.forget("mfct_x", file());
        assertThat(file()).doesNotExist();
        TemporaryAccount.forget("mfct_x", file());
    }

    @Test
    void damagedFileIsAsGoodAsNone() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"url\":");
        assertThat(TemporaryAccount.of(at(server), file(), NOW).account()).isEqualTo("temp-1");
    }

    @Test
    void workWithoutEndIsRefused() {
        for (String size : List.of(
                "\"segments\":64000001,\"steps\":1",
                "\"segments\":8001,\"steps\":8000",
                "\"segments\":0,\"steps\":1")) {
            challenge = "{\"challenge\":\"signed\",\"seed\":\"\"," + size + "}";
            assertThatThrownBy(() -> TemporaryAccount.of(at(server), file(), NOW))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no fair challenge");
        }
    }

    private Path file() {
        return folder.resolve("state/temporary.json");
    }

    private static Platform at(HttpServer server) {
        Platform platform = new Platform();
        new CommandLine(new Holder(platform))
                .parseArgs("--url", "http://127.0.0.1:" + server.getAddress().getPort());
        return platform;
    }

    @CommandLine.Command
    private record Holder(@CommandLine.Mixin Platform platform) {}
}
