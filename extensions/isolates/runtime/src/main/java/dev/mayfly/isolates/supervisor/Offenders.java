package dev.mayfly.isolates.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accounts that did their neighbours harm of one kind: whether lately, and whether often. Bounded by age and number. */
final class Offenders {
    private static final int KNOWN_MAX = 1_000;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final long latelyNs;
    private final int often;
    private final LinkedHashMap<String, Record> byAccount = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Record> eldest) {
            return size() > KNOWN_MAX;
        }
    };

    /** @param often so many times in a minute */
    Offenders(Duration lately, int often) {
        this.latelyNs = lately.toNanos();
        this.often = often;
    }

    private static final class Record {
        long lastNs;
        final ArrayDeque<Long> inLastMinute = new ArrayDeque<>();
    }

    void offended(String account, long nowNs) {
        Record record = byAccount.computeIfAbsent(account, a -> new Record());
        record.lastNs = nowNs;
        record.inLastMinute.add(nowNs);
        if (record.inLastMinute.size() > often) record.inLastMinute.remove();
    }

    boolean lately(String account, long nowNs) {
        return known(account, nowNs) != null;
    }

    /** Whether it was often in the last minute. */
    boolean often(String account, long nowNs) {
        Record record = known(account, nowNs);
        if (record == null) return false;
        while (!record.inLastMinute.isEmpty() && nowNs - record.inLastMinute.element() > MINUTE_NS)
            record.inLastMinute.remove();
        return record.inLastMinute.size() >= often;
    }

    private @Nullable Record known(String account, long nowNs) {
        if (byAccount.isEmpty()) return null;
        Record record = byAccount.get(account);
        if (record == null) return null;
        if (nowNs - record.lastNs <= latelyNs) return record;
        byAccount.remove(account);
        return null;
    }
}
