package dev.mayfly.edge.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final List<String> tried = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - 5;

    @Test
    void oneThatAnswersIsTheOnlyOneTried() {
        assertThat(connect(Set.of(), "192.0.2.1", "192.0.2.2").result()).isEqualTo("192.0.2.1");
        assertThat(tried).containsExactly("192.0.2.1 5000");
    }

    @Test
    void othersFollowWithinTheSameTime() {
        var connected = connect(Set.of("192.0.2.1", "192.0.2.2"), "192.0.2.1", "192.0.2.2", "192.0.2.3");
        assertThat(connected.result()).isEqualTo("192.0.2.3");
        // Two that are silent for their whole share: the last one has what is left.
        assertThat(tried).containsExactly("192.0.2.1 3333", "192.0.2.2 3333", "192.0.2.3 3334");
    }

    @Test
    void lastFailureIsTold() {
        var connected = connect(Set.of("192.0.2.1", "192.0.2.2"), "192.0.2.1", "192.0.2.2");
        assertThat(connected.cause()).isInstanceOf(ConnectException.class).hasMessage("192.0.2.2");
    }

    @Test
    void familiesTakeTurnsAndFourIsTheMost() {
        String[] all = {"2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2", "2001:db8:0:0:0:0:0:3", "192.0.2.1", "192.0.2.2"
        };
        assertThat(connect(Set.of(all), all).failed()).isTrue();
        assertThat(tried)
                .extracting(attempt -> attempt.split(" ")[0])
                .containsExactly(all[0], "192.0.2.1", all[1], "192.0.2.2");
    }

    @Test
    void nobodyIsTriedWhenTheTimeIsOver() {
        var attempts = new Attempts<String>(
                addresses("192.0.2.1", "192.0.2.2"), TEN_SECONDS, () -> nowNs, (address, within) -> {
                    tried.add(address.getHostAddress());
                    nowNs += TEN_SECONDS.toNanos();
                    return Future.failedFuture(new ConnectException());
                });
        assertThat(attempts.first().failed()).isTrue();
        assertThat(tried).containsExactly("192.0.2.1");
    }

    /** Addresses that are silent use up their share; the clock runs over its end on the way. */
    private Future<String> connect(Set<String> silent, String... addresses) {
        return new Attempts<String>(addresses(addresses), TEN_SECONDS, () -> nowNs, (address, within) -> {
                    String text = address.getHostAddress();
                    tried.add(text + " " + within.toMillis());
                    if (!silent.contains(text)) return Future.succeededFuture(text);
                    nowNs += within.toNanos();
                    return Future.failedFuture(new ConnectException(text));
                })
                .first();
    }

    private static List<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(AttemptsTest::address).toList();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
