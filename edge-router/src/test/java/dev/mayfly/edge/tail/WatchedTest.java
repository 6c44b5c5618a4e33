package dev.mayfly.edge.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tails.Tails.Watch;
import org.junit.jupiter.api.Test;

/** Who is watched, and for how long. */
class WatchedTest {
    private static final Watch HELLO = new Watch("demo", "hello");
    private long now = Long.MAX_VALUE - 1; // clocks of this kind may run over
    private final Watched watched = new Watched(2, () -> now);

    @Test
    void watchHoldsUntilItIsNotSaidAgain() {
        watched.watch(HELLO);
        now += Tails.LEASE.toNanos() - 1;
        assertThat(watched.find(HELLO)).isPresent();
        watched.watch(HELLO);
        now += Tails.LEASE.toNanos() - 1;
        assertThat(watched.find(HELLO)).isPresent();
        now += 1;
        assertThat(watched.find(HELLO)).isEmpty();
    }

    @Test
    void othersAreNotWatched() {
        watched.watch(HELLO);
        assertThat(watched.find(new Watch("demo", "other"))).isEmpty();
        assertThat(watched.find(new Watch("other", "hello"))).isEmpty();
    }

    @Test
    void onlySoManyAreWatchedAndThoseThatEndedMakeRoom() {
        watched.watch(HELLO);
        watched.watch(new Watch("demo", "b"));
        watched.watch(new Watch("demo", "c"));
        assertThat(watched.find(new Watch("demo", "c"))).isEmpty();
        now += Tails.LEASE.toNanos();
        watched.watch(new Watch("demo", "c"));
        assertThat(watched.find(new Watch("demo", "c"))).isPresent();
        assertThat(watched.find(HELLO)).isEmpty();
    }
}
