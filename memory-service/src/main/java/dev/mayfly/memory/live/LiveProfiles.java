package dev.mayfly.memory.live;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.making.Embedded;
import dev.mayfly.memory.recall.ProfileIndex;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Rows;
import dev.mayfly.memory.store.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The indexes of profiles that are in memory, so many bytes of them; the one unused for longest is dropped. An index belongs to a version of its
 * profile: whoever asks names the version that it read, and gets an index that has seen it.
 */
@ApplicationScoped
public class LiveProfiles {
    private static final int READ_AT_A_TIME = 2_000;
    private static final int FOLLOWED_MAX = 2_000;
    /** What a profile takes that remembers nothing. */
    private static final int SLOT_BYTES = 1_024;
    /** Of the memory that indexes may take, for those that are being made. */
    private static final int SHARES = 64;
    /** About how much larger an index is than what it is made of. */
    private static final int GROWS = 2;

    private static final int TOO_LARGE_MAX = 1_000;

    private final Ledger ledger;
    private final Rows rows;
    private final Vault vault;
    private final Embedded embedded;
    private final long bytesMax;
    /** The version in which a profile was found to be too large, so that nobody reads all of it to find that again. */
    private final Map<Long, Long> tooLarge = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > TOO_LARGE_MAX;
        }
    });

    private final int makingMax;
    private final Semaphore making;
    private final Map<Long, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    LiveProfiles(Ledger ledger, Rows rows, Vault vault, Embedded embedded, MemoryConfig config, MeterRegistry metrics) {
        this.ledger = ledger;
        this.rows = rows;
        this.vault = vault;
        this.embedded = embedded;
        this.bytesMax = config.indexBytesMax().orElse(Runtime.getRuntime().maxMemory() / 4);
        this.makingMax = Math.min(SHARES, config.indexesMadeMax());
        this.making = new Semaphore(SHARES, true);
        metrics.gauge("mayfly.memory.index.bytes", this, LiveProfiles::bytes);
        metrics.gauge("mayfly.memory.index.profiles", this, LiveProfiles::size);
    }

    /** One profile's place; only who holds its lock fills it. */
    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile Optional<Seen> seen = Optional.empty();
        private long bytes;
    }

    private record Seen(long version, ProfileIndex index) {}

    /** As it is at that version, or later. */
    public ProfileIndex of(ProfileRow profile) {
        if (Long.valueOf(profile.version).equals(tooLarge.get(profile.id))) throw tooLarge();
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(profile.id, id -> new Slot());
        }
        Optional<Seen> seen = slot.seen;
        if (seen.isPresent() && seen.get().version >= profile.version) return seen.get().index;
        slot.lock.lock();
        try {
            seen = slot.seen;
            if (seen.isPresent() && seen.get().version >= profile.version) return seen.get().index;
            Seen now = made(profile, seen);
            if (now.index.bytes() > bytesMax) {
                tooLarge.put(profile.id, profile.version);
                throw tooLarge();
            }
            slot.seen = Optional.of(now);
            keep(profile.id, slot, now.index.bytes() + SLOT_BYTES);
            return now.index;
        } finally {
            if (slot.seen.isEmpty()) drop(profile.id);
            slot.lock.unlock();
        }
    }

    /** As many at a time as are allowed, and as have room together. */
    private Seen made(ProfileRow profile, Optional<Seen> before) {
        int few = SHARES / makingMax;
        Optional<Seen> followed = before.flatMap(seen -> with(few, () -> followed(profile, seen)));
        if (followed.isPresent()) return followed.get();
        long wanted = Math.ceilDiv(SHARES * GROWS * profile.bytes, Math.max(1, bytesMax));
        return with((int) Math.max(few, Math.min(SHARES, wanted)), () -> anew(profile));
    }

    private <T> T with(int shares, Supplier<T> work) {
        try {
            making.acquire(shares);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("the service stops");
        }
        try {
            return work.get();
        } finally {
            making.release(shares);
        }
    }

    private Optional<Seen> followed(ProfileRow profile, Seen seen) {
        Ledger.Since since = ledger.since(profile, seen.version, FOLLOWED_MAX + 1);
        if (since.changed().size() > FOLLOWED_MAX) return Optional.empty();
        Set<String> gone = new HashSet<>(seen.index.ids());
        gone.removeAll(since.ids());
        return Optional.of(new Seen(since.version(), seen.index.with(stored(profile, since.changed()), gone)));
    }

    private Seen anew(ProfileRow profile) {
        List<Stored> all = new ArrayList<>();
        long size = 0;
        String last = "";
        List<MemoryRow> page;
        do {
            page = ledger.after(profile, last, READ_AT_A_TIME);
            size += page.stream().mapToLong(LiveProfiles::size).sum();
            if (GROWS * size > bytesMax) {
                tooLarge.put(profile.id, profile.version);
                throw tooLarge();
            }
            all.addAll(stored(profile, page));
            if (!page.isEmpty()) last = page.getLast().id;
        } while (page.size() == READ_AT_A_TIME);
        // What changed while it was read has a later version, and is followed by whoever asks for that.
        return new Seen(profile.version, ProfileIndex.of(all));
    }

    private Problem tooLarge() {
        return new Problem.TooLarge(
                "memory-index",
                "the profile is too large for the memory of this service: its index would have more than %d bytes. Delete sessions, or have its operator raise mayfly.memory.index-bytes-max"
                        .formatted(bytesMax));
    }

    /** About how much of an index a memory takes: its texts, and a word of each few bytes of them. */
    private static long size(MemoryRow row) {
        return row.bytes + (row.vector == null ? 0 : row.vector.length);
    }

    private List<Stored> stored(ProfileRow profile, List<MemoryRow> memories) {
        Vault.Box box = vault.box(profile);
        return memories.parallelStream()
                .map(row -> rows.stored(row, box, embedded.model()))
                .toList();
    }

    private void keep(long profile, Slot slot, long now) {
        synchronized (slots) {
            if (slots.get(profile) != slot) return; // erased or dropped meanwhile: nobody finds it any more
            bytes += now - slot.bytes;
            slot.bytes = now;
            var eldest = slots.entrySet().iterator();
            while (bytes > bytesMax && slots.size() > 1 && eldest.hasNext()) {
                var entry = eldest.next();
                if (entry.getKey() == profile) continue;
                bytes -= entry.getValue().bytes;
                eldest.remove();
            }
        }
    }

    /** @return how many were dropped */
    public int drop(long profile) {
        synchronized (slots) {
            Slot slot = slots.remove(profile);
            if (slot == null) return 0;
            bytes -= slot.bytes;
            return 1;
        }
    }

    public boolean has(long profile) {
        synchronized (slots) {
            return slots.containsKey(profile);
        }
    }

    public long bytes() {
        synchronized (slots) {
            return bytes;
        }
    }

    public int size() {
        synchronized (slots) {
            return slots.size();
        }
    }
}
