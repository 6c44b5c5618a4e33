package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.edge.transport.Departure;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A router that is told to stop. It is so once only: this class has it to itself. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
@TestProfile(DepartureTest.Leaving.class)
class DepartureTest {
    private static final int GOAWAY = 7;
    private static final String SOCKET = """
            export default { fetch() {
              const { 0: client, 1: ws } = new WebSocketPair();
              ws.accept();
              return new Response(null, { status: 101, webSocket: client });
            } }""";

    public static class Leaving implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mayfly.edge.transport.leave-after", "100ms", "mayfly.edge.transport.leave-within", "12s");
        }
    }

    @Inject
    Edge edge;

    @Inject
    Departure departure;

    @Inject
    Event<ShutdownDelayInitiatedEvent> stop;

    @Test
    void allHearOfItAndWhatIsUnderWayMayEnd() throws Exception {
        edge.scripted("told", (request, client) -> answer(client, 200, "quick"));
        edge.scripted("stuck", (request, client) -> new ScriptedHost.Play());
        edge.live(edge.deployment("demo", "talk", SOCKET, Egress.OPEN));
        CompletableFuture<Runnable> answers = new CompletableFuture<>();
        edge.scripted("slow", (request, client) -> {
            Context context = Vertx.currentContext();
            answers.complete(() -> context.runOnContext(v -> answer(client, 200, "at last")));
            return new ScriptedHost.Play();
        });
        try (RawClient idle = RawClient.from("127.0.0.1");
                RawClient running = RawClient.from("127.0.0.1");
                RawClient stuck = RawClient.from("127.0.0.1");
                RawClient http2 = RawClient.from("127.0.0.1");
                RawClient socket = RawClient.from("127.0.0.1")) {
            assertThat(idle.get("/", "told.demo.localhost").answer())
                    .endsWith("quick")
                    .doesNotContain("close");
            stuck.get("/", "stuck.demo.localhost");
            running.get("/", "slow.demo.localhost");
            Runnable answer = answers.get(Edge.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            http2.send("PRI * HTTP/2.0\n\nSM\n\n")
                    .send(ConnectionsTest.frame(4, 0, 0, new byte[0]))
                    .send(ConnectionsTest.frame(1, 5, 1, ConnectionsTest.requestHead()));
            awaitFrame(http2, 1);
            socket.send("GET / HTTP/1.1\nHost: talk.demo.localhost\nConnection: Upgrade\nUpgrade: websocket\n"
                    + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n");
            assertThat(socket.head()).startsWith("HTTP/1.1 101");

            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> stop.fire(new ShutdownDelayInitiatedEvent()));
            awaitFrame(http2, GOAWAY);
            assertThat(departure.begun()).isTrue();
            assertThat(new int[] {socket.read(), socket.read() & 0, socket.read(), socket.read()})
                    .as("a close with 1001")
                    .containsExactly(0x88, 0, 0x03, 0xe9);
            assertThat(idle.get("/", "told.demo.localhost").toTheEnd())
                    .contains("connection: close")
                    .endsWith("quick");
            try (RawClient late = RawClient.from("127.0.0.1")) {
                assertThat(late.get("/", "told.demo.localhost").toTheEnd())
                        .contains("connection: close")
                        .endsWith("quick");
            }
            answer.run();
            assertThat(running.toTheEnd()).contains("connection: close").endsWith("at last");
            assertThat(stopped).isNotDone();

            assertThat(stuck.toTheEnd()).isEmpty();
            stopped.get(Edge.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThatThrownBy(() -> RawClient.from("127.0.0.1")).isInstanceOf(ConnectException.class);
        }
    }

    /** Reads frames until one of this type has come. */
    private static void awaitFrame(RawClient client, int type) throws IOException {
        RawClient.Frame frame;
        do frame = client.frame();
        while (frame.type() != type);
    }
}
