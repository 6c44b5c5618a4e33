package dev.mayfly.edge.invocations;

import dev.mayfly.edge.EdgeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last records of each function, within a budget of memory for all. */
@Singleton
class InvocationStore {
    private static final int EMPTY_MAX = 1024;

    private final int perFunction;
    private final long bytesMax;
    private final Map<String, Map<String, Deque<Entry>>> accounts = new HashMap<>();
    private final Deque<Entry> byAge = new ArrayDeque<>();
    private long bytes;
    private int empty;

    private static final class Entry {
        private final long bytes;
        private @Nullable CompletedInvocation record;

        Entry(CompletedInvocation record) {
            this.bytes = record.bytes();
            this.record = record;
        }
    }

    @Inject
    InvocationStore(EdgeConfig config) {
        this(config.invocations().perFunction(), config.invocations().bytesMax());
    }

    InvocationStore(int perFunction, long bytesMax) {
        this.perFunction = perFunction;
        this.bytesMax = bytesMax;
    }

    synchronized void add(CompletedInvocation record) {
        Entry entry = new Entry(record);
        Deque<Entry> own = accounts.computeIfAbsent(record.account(), a -> new HashMap<>())
                .computeIfAbsent(record.function(), f -> new ArrayDeque<>());
        own.add(entry);
        byAge.add(entry);
        bytes += entry.bytes;
        if (own.size() > perFunction) drop(own.remove());
        while (bytes > bytesMax) dropOldest();
        if (empty > EMPTY_MAX + byAge.size() / 2) sweep();
    }

    /** Newest first. */
    synchronized List<CompletedInvocation> of(String account, Optional<String> function) {
        Map<String, Deque<Entry>> own = accounts.getOrDefault(account, Map.of());
        List<CompletedInvocation> found = new ArrayList<>();
        for (var entries : own.entrySet())
            if (function.isEmpty() || function.get().equals(entries.getKey()))
                for (Entry entry : entries.getValue()) if (entry.record != null) found.add(entry.record);
        found.sort((a, b) -> Long.compare(b.ended()[Phase.request.ordinal()], a.ended()[Phase.request.ordinal()]));
        return found;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Records and the places of those that went. */
    synchronized int remembered() {
        return byAge.size();
    }

    private void dropOldest() {
        Entry oldest = byAge.remove();
        CompletedInvocation record = oldest.record;
        if (record == null) {
            empty--;
            return;
        }
        Map<String, Deque<Entry>> own = accounts.getOrDefault(record.account(), Map.of());
        Deque<Entry> entries = own.get(record.function());
        if (entries != null) {
            entries.remove(oldest);
            if (entries.isEmpty()) own.remove(record.function());
            if (own.isEmpty()) accounts.remove(record.account());
        }
        bytes -= oldest.bytes;
        oldest.record = null;
    }

    private void drop(Entry entry) {
        bytes -= entry.bytes;
        entry.record = null;
        empty++;
    }

    private void sweep() {
        byAge.removeIf(entry -> entry.record == null);
        empty = 0;
    }
}
