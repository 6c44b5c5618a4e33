package dev.mayfly.edge.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private final Reports reports = new Reports("what the test saw", Duration.ofMinutes(1));
    private final List<UniEmitter<? super String>> calls = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    private void send(String report) {
        reports.send(
                () -> Optional.of(report),
                one -> Uni.createFrom().<String>emitter(calls::add),
                (one, answer) -> taken.add(one + answer));
    }

    @Test
    void oneIsUnderWayAtATime() {
        send("a");
        send("b");
        assertThat(calls).hasSize(1);
        calls.getFirst().complete("!");
        assertThat(taken).containsExactly("a!");
        send("c");
        assertThat(calls).hasSize(2);
    }

    @Test
    void whatIsNotTakenLeavesTheWayFree() {
        send("a");
        calls.getFirst().fail(new IllegalStateException("down"));
        assertThat(reports.areRefused()).isTrue();
        send("a");
        calls.getLast().complete("!");
        assertThat(reports.areRefused()).isFalse();
        assertThat(taken).containsExactly("a!");
    }

    @Test
    void whatCannotBeGatheredOrIsNothingLeavesTheWayFree() {
        reports.send(
                () -> {
                    throw new IllegalStateException("broken");
                },
                one -> Uni.createFrom().item("never"),
                (one, answer) -> taken.add(answer));
        reports.send(
                Optional::<String>empty, one -> Uni.createFrom().item("never"), (one, answer) -> taken.add(answer));
        send("a");
        assertThat(calls).hasSize(1);
        assertThat(taken).isEmpty();
    }

    @Test
    void nothingIsSentAfterTheStop() {
        reports.stop();
        send("a");
        assertThat(calls).isEmpty();
    }
}
