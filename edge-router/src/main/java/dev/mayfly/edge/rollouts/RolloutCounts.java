package dev.mayfly.edge.rollouts;

import dev.mayfly.bindings.rollouts.RolloutReports;
import dev.mayfly.bindings.rollouts.RolloutReports.Counted;
import dev.mayfly.bindings.rollouts.Rollouts.Count;
import dev.mayfly.edge.route.Split.Arm;
import dev.mayfly.edge.route.Split.Side;
import dev.mayfly.isolates.Outcome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests and errors of versions that run side by side, by window. There are as many counts as rollouts run, and twice so. */
@Singleton
public class RolloutCounts {
    private static final int FIRST_SERVER_ERROR = 500;

    private final InstantSource clock;
    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();

    private record Key(String rollout, long window) {}

    @Inject
    RolloutCounts() {
        this(Clock.systemUTC());
    }

    RolloutCounts(InstantSource clock) {
        this.clock = clock;
    }

    /** Called behind the answer, on the event loop of the invocation. What the platform refused says nothing of a version. */
    public void add(Arm arm, Outcome outcome, int status) {
        if (outcome instanceof Outcome.Refused) return;
        boolean error = !(outcome instanceof Outcome.Answered) || status >= FIRST_SERVER_ERROR;
        tallies.computeIfAbsent(new Key(arm.rollout(), now()), key -> new Tally())
                .add(arm.side(), error);
    }

    /** What was not told yet, at most so many; windows that nobody asks for any more are forgotten. */
    List<Untold> untold(int most) {
        long now = now();
        tallies.keySet().removeIf(key -> key.window < now - 1);
        return tallies.entrySet().stream()
                .map(entry -> entry.getValue().read(entry.getKey()))
                .filter(Untold::isNew)
                .limit(most)
                .toList();
    }

    private long now() {
        return RolloutReports.window(clock.instant());
    }

    /** Counts as they stood, and where it is noted that they were told. */
    static final class Untold {
        private final Tally tally;
        private final Counted counted;

        private Untold(Tally tally, Counted counted) {
            this.tally = tally;
            this.counted = counted;
        }

        Counted counted() {
            return counted;
        }

        void told() {
            tally.told = total();
        }

        private boolean isNew() {
            return total() > tally.told;
        }

        private long total() {
            return counted.stable().requests() + counted.candidate().requests();
        }
    }

    private static final class Tally {
        private final Running stable = new Running();
        private final Running candidate = new Running();
        private volatile long told;

        private void add(Side side, boolean error) {
            (side == Side.stable ? stable : candidate).add(error);
        }

        private Untold read(Key key) {
            return new Untold(this, new Counted(key.rollout, key.window, stable.read(), candidate.read()));
        }
    }

    private static final class Running {
        private final LongAdder requests = new LongAdder();
        private final LongAdder errors = new LongAdder();

        private void add(boolean error) {
            requests.increment();
            if (error) errors.increment();
        }

        /** Errors first: there are never more of them than requests. */
        private Count read() {
            long failed = errors.sum();
            return new Count(Math.max(failed, requests.sum()), failed);
        }
    }
}
