package dev.mayfly.edge.bots.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfirmedNamesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);
    private final ConfirmedNames confirmed = new ConfirmedNames(vertx, new Zone(), Duration.ofHours(1));

    private final class Zone implements Dns {
        @Override
        public Optional<String> nameOf(InetAddress address) {
            asked.incrementAndGet();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.ofNullable(names.get(address.getHostAddress()));
        }

        @Override
        public InetAddress[] addressesOf(String name) throws UnknownHostException {
            String address = addresses.get(name);
            if (address == null) throw new UnknownHostException(name);
            return new InetAddress[] {InetAddress.ofLiteral(address)};
        }
    }

    @AfterEach
    void close() {
        open.countDown();
        confirmed.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Optional<String> of(String address) throws Exception {
        open.countDown();
        return await(confirmed.of(InetAddress.ofLiteral(address)));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void nameCountsWhenItHasTheAddressToo() throws Exception {
        names.put("192.0.2.1", "Crawl-1.Googlebot.com.");
        addresses.put("Crawl-1.Googlebot.com.", "192.0.2.1");
        assertThat(of("192.0.2.1")).contains("crawl-1.googlebot.com");
    }

    @Test
    void nameThatKnowsNothingOfTheAddressCountsNothing() throws Exception {
        names.put("192.0.2.1", "crawl-1.googlebot.com");
        addresses.put("crawl-1.googlebot.com", "192.0.2.9");
        names.put("192.0.2.2", "nowhere.googlebot.com");
        assertThat(of("192.0.2.1")).isEmpty();
        assertThat(of("192.0.2.2")).isEmpty();
        assertThat(of("192.0.2.3")).isEmpty();
    }

    @Test
    void answerIsRemembered() throws Exception {
        of("192.0.2.1");
        of("192.0.2.1");
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsRememberedHasABound() throws Exception {
        for (int i = 0; i < ConfirmedNames.KNOWN_MAX + 50; i++) of("10.0." + i / 250 + "." + i % 250);
        assertThat(confirmed.known()).isEqualTo(ConfirmedNames.KNOWN_MAX);
    }

    @Test
    void whatIsBeingAskedHasABound() throws Exception {
        for (int i = 0; i < ConfirmedNames.ASKED_MAX; i++)
            confirmed.of(InetAddress.ofLiteral("10.0." + i / 250 + "." + i % 250));
        assertThatThrownBy(() -> await(confirmed.of(InetAddress.ofLiteral("192.0.2.1"))))
                .hasRootCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void domainIsNotTheEndOfAnother() {
        Papers papers = new Papers(Set.of("googlebot.com"), Set.of(), Set.of());
        assertThat(papers.hasName("crawl.googlebot.com")).isTrue();
        assertThat(papers.hasName("googlebot.com")).isTrue();
        assertThat(papers.hasName("evilgooglebot.com")).isFalse();
        assertThat(papers.hasName("googlebot.com.evil.example")).isFalse();
    }
}
