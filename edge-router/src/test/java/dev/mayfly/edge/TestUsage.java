package dev.mayfly.edge;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.usage.Amounts;
import dev.mayfly.bindings.usage.Caps;
import dev.mayfly.bindings.usage.UsageReports;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Books that count each flush once, and whose acknowledgement is lost when the test says so. */
@Singleton
public class TestUsage implements UsageReports {
    private static final long DAY_SECONDS = 86_400;

    private final Map<String, Amounts> used = new HashMap<>();
    private final Set<Long> counted = new HashSet<>();
    private final Map<String, Caps> caps = new ConcurrentHashMap<>();
    final List<Flush> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger toLose = new AtomicInteger();

    @Override
    public synchronized Uni<Standings> flush(Flush flush) {
        heard.add(flush);
        if (counted.add(flush.sequence()))
            for (Counted one : flush.counted()) used.merge(one.account(), one.amounts(), Amounts::plus);
        if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0)
            return Uni.createFrom().failure(new Problem.Unavailable("the answer was lost"));
        long day = System.currentTimeMillis() / 1_000 / DAY_SECONDS;
        return Uni.createFrom()
                .item(new Standings(flush.accounts().stream()
                        .filter(caps::containsKey)
                        .map(account -> new Standing(account, day, caps.get(account), used(account)))
                        .toList()));
    }

    synchronized Amounts used(String account) {
        return used.getOrDefault(account, Amounts.NONE);
    }

    void requestsPerDay(String account, long most) {
        caps.put(
                account,
                new Caps(Optional.of(most), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
