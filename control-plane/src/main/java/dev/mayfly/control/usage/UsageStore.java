package dev.mayfly.control.usage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mayfly.bindings.usage.Amounts;
import dev.mayfly.bindings.usage.Caps.Level;
import dev.mayfly.bindings.usage.Usage.Alert;
import dev.mayfly.bindings.usage.UsageReports.Counted;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The tables of usage. They are added to and summed up by the thousand, so they are spoken to in SQL; lists go in as one JSON text,
 * which is one parameter however long they are.
 */
@ApplicationScoped
class UsageStore {
    private static final int MINUTES_A_DAY = 24 * 60;
    private static final String AMOUNTS = "requests, cpu_micros, allocated_bytes, egress_bytes, subrequests";
    private static final String ADDED = "requests = u.requests + excluded.requests,"
            + " cpu_micros = u.cpu_micros + excluded.cpu_micros,"
            + " allocated_bytes = u.allocated_bytes + excluded.allocated_bytes,"
            + " egress_bytes = u.egress_bytes + excluded.egress_bytes,"
            + " subrequests = u.subrequests + excluded.subrequests";
    private static final String SUMS = "cast(sum(requests) as bigint), cast(sum(cpu_micros) as bigint),"
            + " cast(sum(allocated_bytes) as bigint), cast(sum(egress_bytes) as bigint), cast(sum(subrequests) as bigint)";

    private final ObjectMapper json;

    UsageStore(ObjectMapper json) {
        this.json = json;
    }

    /** One of the two tables. */
    enum Resolution {
        minute("control.usage_minute", 60),
        day("control.usage_day", 24 * 3600);

        private final String table;
        private final int seconds;

        Resolution(String table, int seconds) {
            this.table = table;
            this.seconds = seconds;
        }

        long number(Instant when) {
            return Math.floorDiv(when.getEpochSecond(), seconds);
        }

        Instant start(long number) {
            return Instant.ofEpochSecond(number * seconds);
        }
    }

    /** What one function used in one minute or day. */
    record Slice(long number, String function, Amounts amounts) {}

    /** Notes that this flush is counted; false when it was already. */
    Uni<Boolean> isNew(Mutiny.Session session, String router, long sequence, Instant now) {
        return session.createNativeQuery(
                        "insert into control.usage_flush as u (router, sequence, seen_at)"
                                + " values (?1, ?2, ?3) on conflict (router) do update"
                                + " set sequence = excluded.sequence, seen_at = excluded.seen_at where u.sequence < excluded.sequence")
                .setParameter(1, router)
                .setParameter(2, sequence)
                .setParameter(3, now)
                .executeUpdate()
                .map(changed -> changed == 1);
    }

    Uni<Void> add(Mutiny.Session session, List<Counted> counted) {
        if (counted.isEmpty()) return Uni.createFrom().voidItem();
        String text = text(counted);
        return add(session, Resolution.minute, "x.minute", text)
                .chain(() -> add(session, Resolution.day, "x.minute / " + MINUTES_A_DAY, text))
                .replaceWithVoid();
    }

    private static Uni<Integer> add(Mutiny.Session session, Resolution to, String number, String counted) {
        return session.createNativeQuery(("insert into %s as u (account, function, %s, %s)"
                                + " select x.account, x.function, %s, %s from"
                                + " jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(account text, function text,"
                                + " minute bigint, requests bigint, cpu_micros bigint, allocated_bytes bigint,"
                                + " egress_bytes bigint, subrequests bigint)"
                                + " group by 1, 2, 3 on conflict (account, %s, function) do update set %s")
                        .formatted(to.table, to, AMOUNTS, number, SUMS, to, ADDED))
                .setParameter(1, counted)
                .executeUpdate();
    }

    /** Forgets what is older. */
    Uni<Void> forget(Mutiny.Session session, Instant minutesBefore, Instant daysBefore) {
        return session.createNativeQuery("delete from control.usage_minute where minute < ?1")
                .setParameter(1, Resolution.minute.number(minutesBefore))
                .executeUpdate()
                .chain(() -> session.createNativeQuery("delete from control.usage_day where day < ?1")
                        .setParameter(1, Resolution.day.number(daysBefore))
                        .executeUpdate())
                .chain(() -> session.createNativeQuery("delete from control.usage_flush where seen_at < ?1")
                        .setParameter(1, minutesBefore)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** What each of the accounts used on a day. */
    Uni<Map<String, Amounts>> onDay(Mutiny.Session session, Collection<String> accounts, long day) {
        return session.createNativeQuery(
                        "select account, " + SUMS + " from control.usage_day where day = ?2 and account in"
                                + " (select jsonb_array_elements_text(cast(cast(?1 as text) as jsonb))) group by account",
                        Object[].class)
                .setParameter(1, json.valueToTree(accounts).toString())
                .setParameter(2, day)
                .getResultList()
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (String) row[0], row -> amounts(row, 1))));
    }

    /** From the one to before the other, at most so many, in order. */
    Uni<List<Slice>> slices(
            Mutiny.Session session,
            String account,
            Optional<String> function,
            Resolution resolution,
            long from,
            long to,
            int most) {
        return session.createNativeQuery(
                        ("select %1$s, function, %2$s from %3$s where account = ?1 and %1$s >= ?2 and %1$s < ?3"
                                        + " and (cast(?4 as text) = '' or function = ?4) order by 1, 2")
                                .formatted(resolution, AMOUNTS, resolution.table),
                        Object[].class)
                .setParameter(1, account)
                .setParameter(2, from)
                .setParameter(3, to)
                .setParameter(4, function.orElse(""))
                .setMaxResults(most)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Slice((Long) row[0], (String) row[1], amounts(row, 2)))
                        .toList());
    }

    /** Notes an alert; false when it was noted before on that day. */
    Uni<Boolean> alert(Mutiny.Session session, String account, long day, Level level, int percent, Instant now) {
        return session.createNativeQuery(
                        "insert into control.usage_alert (account, cap, day, percent, used, allowed, at)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict do nothing")
                .setParameter(1, account)
                .setParameter(2, level.name())
                .setParameter(3, day)
                .setParameter(4, percent)
                .setParameter(5, level.used())
                .setParameter(6, level.allowed())
                .setParameter(7, now)
                .executeUpdate()
                .map(made -> made == 1);
    }

    Uni<List<Alert>> alerts(Mutiny.Session session, String account, long fromDay, long toDay) {
        return session.createNativeQuery(
                        "select cast(extract(epoch from at) * 1000 as bigint), cap, percent, used, allowed from control.usage_alert"
                                + " where account = ?1 and day >= ?2 and day <= ?3 order by at desc",
                        Object[].class)
                .setParameter(1, account)
                .setParameter(2, fromDay)
                .setParameter(3, toDay)
                .setMaxResults(100)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Alert(
                                Instant.ofEpochMilli((Long) row[0]),
                                (String) row[1],
                                (Integer) row[2],
                                (Long) row[3],
                                (Long) row[4]))
                        .toList());
    }

    private String text(List<Counted> counted) {
        ArrayNode entries = json.createArrayNode();
        for (Counted one : counted)
            entries.addObject()
                    .put("account", one.account())
                    .put("function", one.function())
                    .put("minute", one.minute())
                    .put("requests", one.amounts().requests())
                    .put("cpu_micros", one.amounts().cpuMicros())
                    .put("allocated_bytes", one.amounts().allocatedBytes())
                    .put("egress_bytes", one.amounts().egressBytes())
                    .put("subrequests", one.amounts().subrequests());
        return entries.toString();
    }

    private static Amounts amounts(Object[] row, int from) {
        return new Amounts((Long) row[from], (Long) row[from + 1], (Long) row[from + 2], (Long) row[from + 3], (Long)
                row[from + 4]);
    }
}
