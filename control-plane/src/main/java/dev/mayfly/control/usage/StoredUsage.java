package dev.mayfly.control.usage;

import dev.mayfly.bindings.deployments.Announcement.Part;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.usage.Amounts;
import dev.mayfly.bindings.usage.Caps;
import dev.mayfly.bindings.usage.Usage;
import dev.mayfly.control.accounts.StoredAccounts;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import dev.mayfly.control.usage.UsageStore.Resolution;
import dev.mayfly.control.usage.UsageStore.Slice;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was used, told to the account's owner; and the caps, set by operators. */
@ApplicationScoped
public class StoredUsage implements Usage {
    static final int ROWS_MAX = 10_000;
    private static final Duration LAST_MINUTES = Duration.ofHours(1);
    private static final Duration LAST_DAYS = Duration.ofDays(30);

    private final Database database;
    private final Truth truth;
    private final UsageStore store;

    StoredUsage(Database database, Truth truth, UsageStore store) {
        this.database = database;
        this.truth = truth;
        this.store = store;
    }

    @Override
    public Uni<Report> usage(
            String account,
            Optional<String> from,
            Optional<String> to,
            Optional<String> resolution,
            Optional<String> function) {
        Resolution by = resolution(resolution.orElse("day"));
        // The unit that is under way is told as well.
        long end = to.map(text -> by.number(instant("to", text))).orElseGet(() -> by.number(Instant.now()) + 1);
        Duration usual = by == Resolution.minute ? LAST_MINUTES : LAST_DAYS;
        long begin = from.map(text -> by.number(instant("from", text)))
                .orElseGet(() -> by.number(by.start(end).minus(usual)));
        if (begin >= end) throw new Problem.Invalid("invalid-range", "from must lie before to");
        return database.read(session -> StoredAccounts.find(session, account)
                .chain(() -> store.slices(session, account, function, by, begin, end, ROWS_MAX + 1))
                .invoke(StoredUsage::refuseTooMany)
                .chain(slices -> session.find(CapRow.class, account)
                        .map(row -> row == null ? Caps.NONE : row.told())
                        .chain(caps -> store.alerts(
                                        session,
                                        account,
                                        Resolution.day.number(by.start(begin)),
                                        Resolution.day.number(by.start(end - 1)))
                                .map(alerts -> report(by, begin, end, slices, caps, alerts)))));
    }

    private static Report report(
            Resolution by, long begin, long end, List<Slice> slices, Caps caps, List<Alert> alerts) {
        Amounts total = slices.stream().map(Slice::amounts).reduce(Amounts.NONE, Amounts::plus);
        List<Row> rows = slices.stream()
                .map(slice -> new Row(by.start(slice.number()), slice.function(), Used.of(slice.amounts())))
                .toList();
        return new Report(by.name(), by.start(begin), by.start(end), rows, Used.of(total), caps, alerts);
    }

    private static void refuseTooMany(List<Slice> slices) {
        if (slices.size() > ROWS_MAX)
            throw new Problem.Invalid(
                    "too-many-rows",
                    "these are more than %d rows; name a function, a shorter time, or resolution=day"
                            .formatted(ROWS_MAX));
    }

    private static Resolution resolution(String text) {
        return Arrays.stream(Resolution.values())
                .filter(known -> known.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new Problem.Invalid("invalid-resolution", "resolution is minute or day"));
    }

    private static Instant instant(String what, String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new Problem.Invalid("invalid-range", what + " must be like 2026-11-27 or 2026-11-27T08:00:00Z");
        }
    }

    @Override
    public Uni<Caps> caps(String account) {
        return database.read(session -> StoredAccounts.find(session, account)
                .chain(() -> session.find(CapRow.class, account))
                .map(row -> row == null ? Caps.NONE : row.told()));
    }

    @Override
    public Uni<Caps> putCaps(String account, Caps caps) {
        if (caps == null) throw new Problem.Invalid("invalid-body", "caps are needed; {} for none");
        boolean negative = Stream.of(
                        caps.requestsPerDay(),
                        caps.cpuMsPerDay(),
                        caps.allocatedBytesPerDay(),
                        caps.egressBytesPerDay(),
                        caps.subrequestsPerDay())
                .flatMap(Optional::stream)
                .anyMatch(most -> most < 0);
        if (negative) throw new Problem.Invalid("invalid-cap", "a cap is 0 or more; leave it out to have none");
        return truth.change((session, change) -> StoredAccounts.find(session, account)
                        .chain(() -> session.merge(new CapRow(account, caps, change.revision(Part.deployments)))))
                .map(CapRow::told);
    }
}
