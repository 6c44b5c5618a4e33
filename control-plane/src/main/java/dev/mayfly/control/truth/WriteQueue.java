package dev.mayfly.control.truth;

import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one change at a time through, in order of arrival. The database's lock would do that too, but there each one that waits holds
 * a connection, and readers would find none left.
 */
final class WriteQueue {
    private final int waitingMax;
    private final Duration waitMax;
    private final Clock clock;
    private final Queue<Turn<?>> waiting = new ArrayDeque<>();
    private boolean busy;

    WriteQueue(int waitingMax, Duration waitMax, Clock clock) {
        this.waitingMax = waitingMax;
        this.waitMax = waitMax;
        this.clock = clock;
    }

    /** Starts the work when its turn comes, on the thread that ended the one before. */
    <T> Uni<T> inTurn(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> arrive(new Turn<>(work, emitter, clock.instant())));
    }

    private void arrive(Turn<?> turn) {
        boolean full;
        synchronized (this) {
            full = busy && waiting.size() >= waitingMax;
            if (busy && !full) {
                waiting.add(turn);
                return;
            }
            busy = true;
        }
        if (full) turn.refuse("%d changes wait already; try again later".formatted(waitingMax));
        else run(turn);
    }

    private void run(Turn<?> turn) {
        if (turn.since.plus(waitMax).isBefore(clock.instant())) {
            turn.refuse("the change waited %d s for its turn; try again later".formatted(waitMax.toSeconds()));
            next();
        } else turn.run(this::next);
    }

    private void next() {
        @Nullable Turn<?> turn;
        synchronized (this) {
            turn = waiting.poll();
            if (turn == null) busy = false;
        }
        if (turn != null) run(turn);
    }

    private static final class Turn<T> {
        final Instant since;
        private final Supplier<Uni<T>> work;
        private final UniEmitter<? super T> emitter;
        private final AtomicBoolean abandoned = new AtomicBoolean();

        Turn(Supplier<Uni<T>> work, UniEmitter<? super T> emitter, Instant since) {
            this.work = work;
            this.emitter = emitter;
            this.since = since;
            emitter.onTermination(() -> abandoned.set(true));
        }

        /** What has begun runs to its end, whether somebody still waits for it or not. */
        void run(Runnable next) {
            if (abandoned.get()) next.run();
            else
                Uni.createFrom()
                        .deferred(work::get)
                        .onTermination()
                        .invoke(next)
                        .subscribe()
                        .with(emitter::complete, emitter::fail);
        }

        void refuse(String why) {
            emitter.fail(new Problem.Unavailable(why));
        }
    }
}
