package dev.mayfly.edge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.socket.OpenSockets;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What comes in by another door is waited for, as long as there is time. */
class DepartureGuestsTest {
    private final AtomicInteger underWay = new AtomicInteger(1);
    private final CountDownLatch looked = new CountDownLatch(10);

    private Departure departure(String leaveWithin) {
        EdgeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(EdgeConfig.class, "mayfly.edge")
                .withDefaultValue("mayfly.edge.transport.leave-within", leaveWithin)
                .build()
                .getConfigMapping(EdgeConfig.class, "mayfly.edge");
        Connections connections = new Connections(config);
        Departure departure = new Departure(
                new Gate(
                        new Admission(config, new io.micrometer.core.instrument.simple.SimpleMeterRegistry()),
                        connections,
                        config),
                connections,
                new OpenSockets(config),
                config);
        departure.waitsFor(new Guests() {
            @Override
            public int underWay() {
                looked.countDown();
                return underWay.get();
            }

            @Override
            public Duration hearWithin() {
                return Duration.ZERO;
            }
        });
        return departure;
    }

    @Test
    void guestsMayEnd() throws Exception {
        Departure departure = departure("1h");
        CompletableFuture<Void> left = CompletableFuture.runAsync(departure::leave);
        assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(left).isNotDone();
        underWay.set(0);
        left.get(20, TimeUnit.SECONDS);
    }

    @Test
    void guestsThatNeverEndAreLeftBehind() {
        departure("20ms").leave();
        assertThat(underWay).hasValue(1);
    }
}
