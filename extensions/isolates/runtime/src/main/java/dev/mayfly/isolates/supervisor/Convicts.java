package dev.mayfly.isolates.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accounts that cost a worker its life: they keep to themselves for a while, and may not do it too often. Bounded by age and number. */
final class Convicts {
    private static final int KNOWN_MAX = 1_000;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final long convictedForNs;
    private final int perMinuteMax;
    private final LinkedHashMap<String, Record> byAccount = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Record> eldest) {
            return size() > KNOWN_MAX;
        }
    };

    Convicts(Duration convictedFor, int perMinuteMax) {
        this.convictedForNs = convictedFor.toNanos();
        this.perMinuteMax = perMinuteMax;
    }

    private static final class Record {
        long lastNs;
        final ArrayDeque<Long> inLastMinute = new ArrayDeque<>();
    }

    void convict(String account, long nowNs) {
        Record record = byAccount.computeIfAbsent(account, a -> new Record());
        record.lastNs = nowNs;
        record.inLastMinute.add(nowNs);
        if (record.inLastMinute.size() > perMinuteMax) record.inLastMinute.remove();
    }

    boolean convicted(String account, long nowNs) {
        return known(account, nowNs) != null;
    }

    /** Whether it cost as many workers in the last minute as it may. */
    boolean spent(String account, long nowNs) {
        Record record = known(account, nowNs);
        if (record == null) return false;
        while (!record.inLastMinute.isEmpty() && nowNs - record.inLastMinute.element() > MINUTE_NS)
            record.inLastMinute.remove();
        return record.inLastMinute.size() >= perMinuteMax;
    }

    private @Nullable Record known(String account, long nowNs) {
        if (byAccount.isEmpty()) return null;
        Record record = byAccount.get(account);
        if (record == null) return null;
        if (nowNs - record.lastNs <= convictedForNs) return record;
        byAccount.remove(account);
        return null;
    }
}
