package dev.mayfly.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.edge.geography.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What functions that really run see of where their clients are. Loopback has many addresses, and the tests' database knows some. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class WhereClientsAreTest {
    private static final String NOWHERE = "127.0.0.1";
    static final String IN_SWEDEN = "127.0.0.46";
    private static final String LATER_IN_NORWAY = "127.0.0.47";
    private static final String CODE =
            "export default { fetch(request) { return Response.json({cf: request.cf, header: request.headers.get('cf-ipcountry')}) } }";

    @Inject
    Edge edge;

    @ConfigProperty(name = "mayfly.edge.geography.database")
    Path file;

    static TestDatabase database() {
        return TestDatabase.ofBoth()
                .with(IN_SWEDEN + "/32", Map.of("country_code", "SE", "asn", 64_500, "as_name", "Sj\u00f6"));
    }

    @BeforeEach
    void deploy() {
        edge.live(edge.deployment("demo", "place", CODE, Egress.OPEN));
    }

    private static JsonNode seenFrom(String client, String headers) {
        try (Socket socket =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), Edge.port(), InetAddress.ofLiteral(client), 0)) {
            socket.setSoTimeout((int) Edge.PATIENCE.toMillis());
            String request = "GET / HTTP/1.1\nHost: place.demo.localhost\nConnection: close\n" + headers + "\n";
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void functionSeesWhereItsClientIs() throws IOException {
        assertThat(seenFrom(IN_SWEDEN, "")).isEqualTo(new ObjectMapper().readTree("""
                {"cf": {"colo": "local", "country": "SE", "continent": "EU", "latitude": "62.83", "longitude": "16.73",
                        "accuracy": "country", "asn": 64500, "asOrganization": "Sj\u00f6", "httpProtocol": "HTTP/1.1"},
                 "header": "SE"}"""));
    }

    @Test
    void clientCannotSayWhereItIs() throws IOException {
        assertThat(seenFrom(NOWHERE, """
                CF-IPCountry: XX
                cf-ipcountry: YY
                Mayfly-CF: {"country":"XX"}
                mayfly-cf: {"country":"YY"}
                x-liar: mayfly-cf
                X-Forwarded-For: 127.0.0.46
                Forwarded: for=127.0.0.46
                CF-Connecting-IP: 127.0.0.46
                """)).isEqualTo(new ObjectMapper().readTree("""
                {"cf": {"colo": "local", "httpProtocol": "HTTP/1.1"}, "header": null}"""));
    }

    @Test
    void databaseIsReplacedWhileTheRouterRuns() throws IOException {
        assertThat(seenFrom(LATER_IN_NORWAY, "").path("header").isNull()).isTrue();
        Path next = Files.write(
                file.resolveSibling("next.mmdb"),
                database()
                        .with(LATER_IN_NORWAY + "/32", Map.of("country_code", "NO"))
                        .bytes());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        Edge.await(() -> seenFrom(LATER_IN_NORWAY, "").path("header").asText().equals("NO"));
        assertThat(seenFrom(IN_SWEDEN, "").path("header").asText()).isEqualTo("SE");
    }
}
