package dev.mayfly.edge.snapshot;

import dev.mayfly.bindings.deployments.Announcement;
import dev.mayfly.bindings.deployments.Announcement.Part;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Whom an announcement concerns hears of it at once; all others a little later, once for all that was announced until then. So an announcement
 * that was lost is made good by any other, and what changes often costs the others next to nothing.
 */
final class Followers {
    private final Map<Part, LongConsumer> byPart;
    private final Consumer<Runnable> later;
    private final AtomicLong newest = new AtomicLong();
    private final AtomicBoolean waiting = new AtomicBoolean();

    /**
     * @param byPart each is given a revision, and asks if it has not reached it
     * @param later runs what it is given, a little later
     */
    Followers(Map<Part, LongConsumer> byPart, Consumer<Runnable> later) {
        this.byPart = byPart;
        this.later = later;
    }

    void heard(Announcement announced) {
        byPart.forEach((part, follower) -> {
            if (announced.tellsOf(part)) follower.accept(announced.revision());
        });
        if (announced.parts().isEmpty()) return;
        newest.accumulateAndGet(announced.revision(), Math::max);
        if (waiting.compareAndSet(false, true)) later.accept(this::everybody);
    }

    private void everybody() {
        waiting.set(false);
        byPart.values().forEach(follower -> follower.accept(newest.get()));
    }
}
