package dev.mayfly.control.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final WriteQueue queue = new WriteQueue(2, Duration.ofSeconds(30), clock());
    private final List<String> begun = new ArrayList<>();
    private final List<UniEmitter<? super String>> open = new ArrayList<>();

    @Test
    void oneRunsAtATimeInOrderOfArrival() {
        var first = arrive("first");
        var second = arrive("second");
        var third = arrive("third");
        assertThat(begun).containsExactly("first");
        open.get(0).complete("done");
        assertThat(begun).containsExactly("first", "second");
        first.assertItem("done");
        second.assertNotTerminated();
        open.get(1).fail(new IllegalStateException("broke"));
        second.assertFailedWith(IllegalStateException.class, "broke");
        open.get(2).complete("done too");
        third.assertItem("done too");
    }

    @Test
    void whatThrowsLetsTheNextOneRun() {
        UniAssertSubscriber<String> thrown = queue.<String>inTurn(() -> {
                    throw new IllegalStateException("at once");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        thrown.assertFailedWith(IllegalStateException.class, "at once");
        arrive("next");
        assertThat(begun).containsExactly("next");
    }

    @Test
    void whoComesToAFullQueueIsRefused() {
        arrive("running");
        arrive("waits");
        arrive("waits too");
        arrive("one too many").assertFailedWith(Problem.Unavailable.class);
        open.get(0).complete("done");
        arrive("there is room again").assertNotTerminated();
    }

    @Test
    void whoWaitedTooLongIsRefusedAndTheNextOneRuns() {
        arrive("slow");
        var late = arrive("late");
        now.set(Instant.EPOCH.plusSeconds(20));
        arrive("in time");
        now.set(Instant.EPOCH.plusSeconds(31));
        open.get(0).complete("at last");
        late.assertFailedWith(Problem.Unavailable.class, "30 s");
        assertThat(begun).containsExactly("slow", "in time");
    }

    @Test
    void whoLeftIsPassedOver() {
        arrive("running");
        var left = arrive("left");
        arrive("stays");
        left.cancel();
        open.get(0).complete("done");
        assertThat(begun).containsExactly("running", "stays");
    }

    @Test
    void whatHasBegunEndsBeforeTheNextOneEvenWhenNobodyWaits() {
        var left = arrive("running");
        arrive("next");
        left.cancel();
        assertThat(begun).containsExactly("running");
        open.get(0).complete("done");
        assertThat(begun).containsExactly("running", "next");
    }

    @Test
    void problemsSayWhatToDo() {
        for (int i = 0; i < 3; i++) arrive("x");
        assertThatThrownBy(() ->
                        queue.inTurn(() -> Uni.createFrom().item(1)).await().indefinitely())
                .hasMessageContaining("try again");
    }

    private UniAssertSubscriber<String> arrive(String name) {
        return queue.<String>inTurn(() -> {
                    begun.add(name);
                    return Uni.createFrom().emitter(open::add);
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }
}
