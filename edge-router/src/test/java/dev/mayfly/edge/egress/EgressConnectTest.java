package dev.mayfly.edge.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.socket.OpenSockets;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name with several addresses, some of which nobody listens on. */
class EgressConnectTest {
    private final Vertx vertx = Vertx.vertx();
    private final Egress egress = new Egress(
            vertx,
            new Names(vertx, host -> new InetAddress[0], Duration.ZERO, Duration.ofMinutes(1)),
            OwnDoors.NONE,
            new OpenSockets(config()),
            config());
    private TargetUrl target;

    @BeforeEach
    void listenOnOneAddress() throws Exception {
        var server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("hello"))
                .listen(0, "127.0.0.1");
        target = TargetUrl.parse(
                        "http://many.example:%d/".formatted(done(server).actualPort()))
                .orElseThrow();
    }

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void addressThatRefusesIsPassedOver() throws Exception {
        assertThat(body(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")))
                .isEqualTo("hello");
    }

    @Test
    void whereNobodyListensThereIsNoConnection() throws Exception {
        var refused = egress.connect(HttpMethod.GET, target, List.of(InetAddress.getByName("127.0.0.2")));
        assertThat(refused.map(HttpClientRequest::getHost)
                        .otherwise("none")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
                .isEqualTo("none");
    }

    private String body(InetAddress... addresses) throws Exception {
        return done(egress.connect(HttpMethod.GET, target, List.of(addresses))
                        .compose(HttpClientRequest::send)
                        .compose(answer -> answer.body()))
                .toString();
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static EdgeConfig config() {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(EdgeConfig.class)
                .build()
                .getConfigMapping(EdgeConfig.class);
    }
}
