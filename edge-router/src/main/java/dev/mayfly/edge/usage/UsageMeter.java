package dev.mayfly.edge.usage;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.usage.Amounts;
import dev.mayfly.bindings.usage.Caps;
import dev.mayfly.bindings.usage.Caps.Level;
import dev.mayfly.bindings.usage.UsageReports;
import dev.mayfly.bindings.usage.UsageReports.Counted;
import dev.mayfly.bindings.usage.UsageReports.Flush;
import dev.mayfly.bindings.usage.UsageReports.Standing;
import dev.mayfly.edge.EdgeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What functions use in this process, by minute, until it is flushed; and how their accounts stand against their caps: what the control
 * plane said last, and what was used here since. All of it is arithmetic under one lock; nothing here waits for anybody.
 */
@Singleton
public class UsageMeter {
    private static final long DAY_SECONDS = 24 * 3600;
    private static final long MINUTE_SECONDS = 60;

    private final String router = UUID.randomUUID().toString();
    private final int entriesMax;
    private final InstantSource clock;
    private final Map<Key, Tally> pending = new LinkedHashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private boolean capsDraw;
    private @Nullable Flush underWay;
    private long sequence;

    private record Key(String account, String function, long minute) {}

    /** How an account stands. */
    private static final class Account {
        private Caps caps = Caps.NONE;
        private long day;
        private Amounts told = Amounts.NONE;
        private final Tally since = new Tally();
    }

    @Inject
    UsageMeter(EdgeConfig config) {
        this(config.usage().entriesMax(), Clock.systemUTC());
    }

    UsageMeter(int entriesMax, InstantSource clock) {
        this.entriesMax = entriesMax;
        this.clock = clock;
    }

    /** Lets an invocation begin and counts it, unless its account has used up a cap. */
    public synchronized Optional<Problem> begin(String account, String function) {
        Instant now = clock.instant();
        Account standing = account(account, now);
        Optional<Problem> refusal = refusal(account, standing, now);
        if (refusal.isPresent()) return refusal;
        tally(account, function, now).began();
        standing.since.began();
        capsDraw |= !standing.caps.bindNothing();
        return Optional.empty();
    }

    /** Why an invocation would not begin now; nothing is counted. An account that was not seen here yet has no cap that is known. */
    public synchronized Optional<Problem> refusal(String account) {
        Account standing = accounts.get(account);
        Instant now = clock.instant();
        return standing == null || standing.day < day(now) ? Optional.empty() : refusal(account, standing, now);
    }

    private Optional<Problem> refusal(String account, Account standing, Instant now) {
        for (Level level : standing.caps.bindNothing() ? List.<Level>of() : levels(standing))
            if (level.isReached()) return Optional.of(refusal(account, level, now));
        return Optional.empty();
    }

    /** What an invocation used is known at its end. */
    public synchronized void end(
            String account, String function, long cpuNs, long allocatedBytes, long egressBytes, long subrequests) {
        Instant now = clock.instant();
        tally(account, function, now).used(cpuNs, allocatedBytes, egressBytes, subrequests);
        Account standing = account(account, now);
        standing.since.used(cpuNs, allocatedBytes, egressBytes, subrequests);
        capsDraw |= !standing.caps.bindNothing();
    }

    /** The caps of these accounts changed: the next flush asks for them. Those that use nothing here are asked for when they do. */
    public synchronized void capsChanged(Collection<String> changed) {
        for (String account : changed) if (accounts.containsKey(account)) unknown.add(account);
    }

    /** Nobody knows whose caps changed. */
    public synchronized void capsChanged() {
        unknown.addAll(accounts.keySet());
    }

    /** Whether an account that has a cap used something that other routers do not know of yet. */
    synchronized boolean drawsOnCaps() {
        return capsDraw;
    }

    /** Whether there is an account that nobody knows the caps of. */
    synchronized boolean hasUnknown() {
        return !unknown.isEmpty();
    }

    /** What to tell: the flush that was not acknowledged yet, or else a next one; empty when there is nothing. */
    synchronized Optional<Flush> flush() {
        if (underWay == null && (!pending.isEmpty() || !unknown.isEmpty())) underWay = next();
        return Optional.ofNullable(underWay);
    }

    private Flush next() {
        List<Counted> counted = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        capsDraw = false;
        Iterator<Map.Entry<Key, Tally>> entries = pending.entrySet().iterator();
        while (entries.hasNext() && counted.size() < UsageReports.ENTRIES_MAX) {
            Map.Entry<Key, Tally> entry = entries.next();
            Key key = entry.getKey();
            counted.add(new Counted(
                    key.account, key.function, key.minute, entry.getValue().take()));
            asked.add(key.account);
            entries.remove();
        }
        Iterator<String> others = unknown.iterator();
        while (others.hasNext() && asked.size() < UsageReports.ACCOUNTS_MAX) asked.add(others.next());
        unknown.removeAll(asked);
        return new Flush(router, ++sequence, counted, List.copyOf(asked));
    }

    /** It is counted; and so they stand now. Accounts that were asked for and are not told have no caps. */
    synchronized void acknowledged(Flush flush, List<Standing> standings) {
        if (flush != underWay) return;
        underWay = null;
        long today = day(clock.instant());
        Map<String, Account> asked = new HashMap<>();
        for (String name : flush.accounts()) {
            Account account = accounts.get(name);
            if (account == null) continue;
            asked.put(name, account);
            account.caps = Caps.NONE;
            account.since.take();
        }
        pending.forEach((key, tally) -> {
            Account account = asked.get(key.account);
            if (account != null && day(key) == today) account.since.add(tally);
        });
        for (Standing standing : standings) {
            Account account = accounts.get(standing.account());
            if (account == null) continue;
            account.caps = standing.caps();
            account.told = standing.used();
            account.day = standing.day();
        }
        accounts.entrySet().removeIf(entry -> entry.getValue().day < today);
    }

    private List<Level> levels(Account account) {
        return account.caps.levels(account.told.plus(account.since.amounts()));
    }

    private Account account(String name, Instant now) {
        Account account = accounts.computeIfAbsent(name, n -> {
            unknown.add(n);
            Account made = new Account();
            made.day = day(now);
            return made;
        });
        if (account.day < day(now)) {
            account.day = day(now);
            account.told = Amounts.NONE;
            account.since.take();
        }
        return account;
    }

    private Tally tally(String account, String function, Instant now) {
        if (pending.size() >= entriesMax) mergeMinutes(minute(now));
        return pending.computeIfAbsent(new Key(account, function, minute(now)), key -> new Tally());
    }

    /** The control plane has been away for long: what was used is kept, in which minute is not. */
    private void mergeMinutes(long minute) {
        Map<Key, Tally> merged = new LinkedHashMap<>();
        pending.forEach(
                (key, tally) -> merged.computeIfAbsent(new Key(key.account, key.function, minute), k -> new Tally())
                        .add(tally));
        pending.clear();
        pending.putAll(merged);
    }

    synchronized int entries() {
        return pending.size();
    }

    private static Problem refusal(String account, Level level, Instant now) {
        long secondsLeft = DAY_SECONDS - Math.floorMod(now.getEpochSecond(), DAY_SECONDS);
        return new Problem.LimitReached(
                level.name(),
                "The account %s has used %d of its %d %s; the day ends at midnight UTC."
                        .formatted(
                                account,
                                level.used(),
                                level.allowed(),
                                level.name().replace('-', ' ')),
                Duration.ofSeconds(secondsLeft));
    }

    private static long minute(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), MINUTE_SECONDS);
    }

    private static long day(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), DAY_SECONDS);
    }

    private static long day(Key key) {
        return key.minute * MINUTE_SECONDS / DAY_SECONDS;
    }
}
