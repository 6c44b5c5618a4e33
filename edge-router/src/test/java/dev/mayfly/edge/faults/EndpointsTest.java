package dev.mayfly.edge.faults;

import static dev.mayfly.edge.faults.Settings.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    /** So many failures in a row that no breaker opens before one is put out. */
    private static final FaultsConfig EJECTING = Settings.with(
            "breaker.failures", "1000",
            "breaker.failure-percent", "101",
            "breaker.requests-min", "10",
            "ejection.base", "5s",
            "ejection.max", "12s");

    private long now;

    @Test
    void nobodyIsNoTarget() {
        assertThatThrownBy(() -> endpoints(EJECTING)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allAreAsked() {
        var endpoints = endpoints(EJECTING, "a", "b", "c");
        Set<String> asked = new HashSet<>();
        for (int i = 0; i < 100; i++) asked.add(ask(endpoints, Result.answered).orElseThrow());

        assertThat(asked).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void theLessBusyOfTwoIsAsked() {
        var endpoints = endpoints(EJECTING, "a", "b");
        String first = endpoints.choose(List.of()).orElseThrow().target();

        assertThat(endpoints.choose(List.of()).orElseThrow().target()).isNotEqualTo(first);
    }

    @Test
    void whoWasTriedIsNotAskedAgain() {
        var endpoints = endpoints(EJECTING, "a", "b");
        List<Endpoint<String>> tried = new ArrayList<>();
        tried.add(endpoints.choose(tried).orElseThrow());
        tried.add(endpoints.choose(tried).orElseThrow());

        assertThat(tried.get(0)).isNotSameAs(tried.get(1));
        assertThat(endpoints.choose(tried)).isEmpty();
    }

    @Test
    void whoseBreakerIsOpenIsNotAsked() {
        var endpoints = endpoints(Settings.with("breaker.failures", "1"), "a", "b");
        String failed = ask(endpoints, Result.failed).orElseThrow();

        for (int i = 0; i < 20; i++) assertThat(ask(endpoints, Result.answered)).isNotEqualTo(Optional.of(failed));
    }

    @Test
    void whereAllBreakersAreOpenNobodyIs() {
        var endpoints = endpoints(Settings.with("breaker.failures", "1"), "a", "b");
        ask(endpoints, Result.failed);
        ask(endpoints, Result.failed);

        assertThat(ask(endpoints, Result.answered)).isEmpty();
    }

    @Test
    void whoFailsMoreThanTheOthersIsPutOut() {
        var endpoints = endpoints(EJECTING, "a", "b", "c");
        traffic(endpoints, "a");

        assertThat(outNow(endpoints)).containsExactly("a");
        for (int i = 0; i < 50; i++) assertThat(ask(endpoints, Result.answered)).isNotEqualTo(Optional.of("a"));
    }

    @Test
    void whereAllFailAlikeNobodyIsPutOut() {
        var endpoints = endpoints(EJECTING, "a", "b", "c");
        Map<String, Integer> asked = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            var endpoint = endpoints.choose(List.of()).orElseThrow();
            int times = asked.merge(endpoint.target(), 1, Integer::sum);
            endpoints.ended(endpoint, times % 2 == 0 ? Result.failed : Result.answered);
        }

        assertThat(outNow(endpoints)).isEmpty();
    }

    @Test
    void noMoreArePutOutThanTheShare() {
        var endpoints = endpoints(EJECTING, "a", "b", "c");
        traffic(endpoints, "a");
        traffic(endpoints, "b");

        assertThat(outNow(endpoints)).hasSize(1);
    }

    @Test
    void oneAloneIsNeverPutOut() {
        var endpoints = endpoints(EJECTING, "a");
        for (int i = 0; i < 100; i++) ask(endpoints, Result.failed);

        assertThat(ask(endpoints, Result.answered)).contains("a");
    }

    @Test
    void whoIsOutIsAskedWhenTheOthersWereTried() {
        var endpoints = endpoints(EJECTING, "a", "b");
        traffic(endpoints, "a");
        List<Endpoint<String>> tried = endpoints.all().stream()
                .filter(endpoint -> endpoint.target().equals("b"))
                .toList();

        assertThat(endpoints.choose(tried).orElseThrow().target()).isEqualTo("a");
    }

    @Test
    void eachTimeOutIsLongerUpToABound() {
        var endpoints = endpoints(EJECTING, "a", "b", "c");
        for (long seconds : new long[] {5, 10, 12, 12}) {
            traffic(endpoints, "a");
            now += seconds * 1000 * MS - 1;
            assertThat(outNow(endpoints)).containsExactly("a");
            now += 1;
            assertThat(outNow(endpoints)).isEmpty();
        }
    }

    @Test
    void whoStaysWellIsForgiven() {
        var endpoints = endpoints(EJECTING, "a", "b", "c");
        traffic(endpoints, "a");
        now += 30_000 * MS;
        for (int i = 0; i < 100; i++) ask(endpoints, Result.answered);
        traffic(endpoints, "a");
        now += 5_000 * MS;

        assertThat(outNow(endpoints)).isEmpty();
    }

    private Endpoints<String> endpoints(FaultsConfig config, String... targets) {
        return new Endpoints<>(List.of(targets), config, () -> now, new Random(7));
    }

    /** Until each was asked often enough, and that one always failed. */
    private void traffic(Endpoints<String> endpoints, String failing) {
        for (int i = 0; i < 200; i++) {
            var asked = endpoints.choose(List.of()).orElseThrow();
            endpoints.ended(asked, asked.target().equals(failing) ? Result.failed : Result.answered);
        }
    }

    private Optional<String> ask(Endpoints<String> endpoints, Result result) {
        return endpoints.choose(List.of()).map(endpoint -> {
            endpoints.ended(endpoint, result);
            return endpoint.target();
        });
    }

    private List<String> outNow(Endpoints<String> endpoints) {
        return endpoints.all().stream()
                .filter(endpoint -> endpoint.isOut(now))
                .map(Endpoint::target)
                .toList();
    }
}
