package dev.mayfly.control.usage;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.usage.Amounts;
import dev.mayfly.bindings.usage.Caps.Level;
import dev.mayfly.bindings.usage.UsageReports;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.truth.Truth;
import dev.mayfly.control.usage.UsageStore.Resolution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Takes what routers metered into the books, each flush once, and tells them how accounts stand against their caps. */
@ApplicationScoped
public class UsageBooks implements UsageReports {
    private static final Logger LOG = Logger.getLogger(UsageBooks.class);
    private static final int[] ALERT_AT = {80, 100};
    private static final int ROUTER_NAME_MAX = 64;

    private final Truth truth;
    private final UsageStore store;
    private final ControlConfig config;

    UsageBooks(Truth truth, UsageStore store, ControlConfig config) {
        this.truth = truth;
        this.store = store;
        this.config = config;
    }

    @Override
    public Uni<Standings> flush(Flush flush) {
        check(flush);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return truth.change((session, change) -> store.isNew(session, flush.router(), flush.sequence(), now)
                .chain(isNew ->
                        isNew ? count(session, flush, now) : Uni.createFrom().voidItem())
                .chain(() -> standings(session, flush.accounts(), now))
                .call(standings -> alerts(session, standings, now))
                .map(Standings::new));
    }

    private static void check(Flush flush) {
        boolean sound = flush != null
                && flush.router() != null
                && flush.router().length() <= ROUTER_NAME_MAX
                && flush.counted() != null
                && flush.counted().size() <= ENTRIES_MAX
                && flush.accounts() != null
                && flush.accounts().size() <= ACCOUNTS_MAX;
        if (!sound)
            throw new Problem.Invalid(
                    "invalid-body",
                    "router, counted and accounts are needed; at most %d entries and %d accounts"
                            .formatted(ENTRIES_MAX, ACCOUNTS_MAX));
    }

    private Uni<Void> count(Mutiny.Session session, Flush flush, Instant now) {
        return store.add(session, flush.counted())
                .chain(() ->
                        store.forget(session, now.minus(config.usageMinutesKept()), now.minus(config.usageDaysKept())));
    }

    private Uni<List<Standing>> standings(Mutiny.Session session, List<String> accounts, Instant now) {
        if (accounts.isEmpty()) return Uni.createFrom().item(List.of());
        long day = Resolution.day.number(now);
        return session.find(CapRow.class, accounts.stream().distinct().toArray())
                .map(rows -> rows.stream().filter(Objects::nonNull).toList())
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : store.onDay(
                                        session,
                                        rows.stream().map(row -> row.account).toList(),
                                        day)
                                .map(used -> rows.stream()
                                        .map(row -> new Standing(
                                                row.account,
                                                day,
                                                row.told(),
                                                used.getOrDefault(row.account, Amounts.NONE)))
                                        .toList()));
    }

    private Uni<Void> alerts(Mutiny.Session session, List<Standing> standings, Instant now) {
        return Multi.createFrom()
                .iterable(standings)
                .onItem()
                .transformToMultiAndConcatenate(standing -> Multi.createFrom()
                        .iterable(standing.caps().levels(standing.used()))
                        .onItem()
                        .transformToUniAndConcatenate(level -> alert(session, standing, level, now)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Boolean> alert(Mutiny.Session session, Standing standing, Level level, Instant now) {
        Optional<Integer> percent = Optional.empty();
        for (int at : ALERT_AT) if (level.percent() >= at) percent = Optional.of(at);
        if (percent.isEmpty()) return Uni.createFrom().item(false);
        int reached = percent.get();
        return store.alert(session, standing.account(), standing.day(), level, reached, now)
                .invoke(first -> {
                    if (first)
                        LOG.warnf(
                                "account %s has used %d %% of its %s: %d of %d",
                                standing.account(), reached, level.name(), level.used(), level.allowed());
                });
    }
}
