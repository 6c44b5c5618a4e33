package dev.mayfly.edge.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Several that do the same. Asked is the less busy of two that are drawn (Mitzenmacher, "The Power of Two Choices"), among those whose breaker
 * lets it and that are not put out for failing more than the others.
 */
public final class Endpoints<T> {
    private final List<Endpoint<T>> all;
    private final FaultsConfig config;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    /** How many places outside are given away, so that two who put out at the same moment keep the bound. */
    private final AtomicInteger puttingOut = new AtomicInteger();

    public Endpoints(List<T> targets, FaultsConfig config, LongSupplier nanoTime, RandomGenerator random) {
        if (targets.isEmpty()) throw new IllegalArgumentException("somebody must be there to be asked");
        long now = nanoTime.getAsLong();
        this.all = targets.stream()
                .map(target -> new Endpoint<>(target, config.breaker(), now))
                .toList();
        this.config = config;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    public List<Endpoint<T>> all() {
        return all;
    }

    /** Whom to ask, but for those; empty where nobody is left. Whom it chooses is asked, and {@link #ended} is told what became of it. */
    public Optional<Endpoint<T>> choose(Collection<Endpoint<T>> excluding) {
        long now = nanoTime.getAsLong();
        List<Endpoint<T>> well = new ArrayList<>(all.size());
        List<Endpoint<T>> out = new ArrayList<>(0);
        for (Endpoint<T> endpoint : all) {
            if (excluding.contains(endpoint) || !endpoint.breaker().permits(now)) continue;
            (endpoint.isOut(now) ? out : well).add(endpoint);
        }
        return begunOf(well, now).or(() -> begunOf(out, now));
    }

    private Optional<Endpoint<T>> begunOf(List<Endpoint<T>> candidates, long now) {
        while (!candidates.isEmpty()) {
            Endpoint<T> one = lessBusy(candidates);
            if (one.breaker().begin(now)) {
                one.inFlight().incrementAndGet();
                return Optional.of(one);
            }
            candidates.remove(one);
        }
        return Optional.empty();
    }

    private Endpoint<T> lessBusy(List<Endpoint<T>> candidates) {
        int size = candidates.size();
        if (size == 1) return candidates.getFirst();
        int first = random.nextInt(size);
        int second = (first + 1 + random.nextInt(size - 1)) % size;
        Endpoint<T> one = candidates.get(first);
        Endpoint<T> other = candidates.get(second);
        return other.inFlight().get() < one.inFlight().get() ? other : one;
    }

    /** Once for each that was chosen. */
    public void ended(Endpoint<T> endpoint, Result result) {
        long now = nanoTime.getAsLong();
        endpoint.inFlight().decrementAndGet();
        endpoint.breaker().ended(result, now);
        switch (result) {
            case failed -> putOutIfWorse(endpoint, now);
            case answered -> forgive(endpoint, now);
            case unknown -> {}
        }
    }

    private void putOutIfWorse(Endpoint<T> endpoint, long now) {
        if (all.size() == 1 || endpoint.isOut(now) || !isWorse(endpoint, now)) return;
        int places = all.size() * config.ejection().shareMax() / 100;
        try {
            long others = puttingOut.incrementAndGet() - 1L;
            if (all.stream().filter(other -> other.isOut(now)).count() + others < places) putOut(endpoint, now);
        } finally {
            puttingOut.decrementAndGet();
        }
    }

    private void putOut(Endpoint<T> endpoint, long now) {
        Endpoint.Out before = Objects.requireNonNull(endpoint.out().get());
        long ns = Math.min(
                config.ejection().base().multipliedBy(before.times() + 1L).toNanos(),
                config.ejection().max().toNanos());
        endpoint.out().compareAndSet(before, new Endpoint.Out(now + ns, before.times() + 1));
    }

    private boolean isWorse(Endpoint<T> endpoint, long now) {
        Rolling.Totals own = endpoint.breaker().totals(now);
        if (own.all() < config.breaker().requestsMin()) return false;
        long requests = 0;
        long failures = 0;
        for (Endpoint<T> other : all) {
            if (other == endpoint) continue;
            Rolling.Totals totals = other.breaker().totals(now);
            requests += totals.all();
            failures += totals.second();
        }
        double usual = requests == 0 ? 0 : 100.0 * failures / requests;
        return 100.0 * own.second() / own.all() >= usual + config.ejection().percentAbove();
    }

    /** One that was in as long as it was out has made up for one time. */
    private void forgive(Endpoint<T> endpoint, long now) {
        Endpoint.Out before = Objects.requireNonNull(endpoint.out().get());
        if (before.times() == 0
                || now - before.untilNs()
                        < config.ejection().base().multipliedBy(before.times()).toNanos()) return;
        endpoint.out().compareAndSet(before, new Endpoint.Out(now, before.times() - 1));
    }
}
