package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was known at a time, by what is recorded (the second of the two times of a fact: Snodgrass, Developing Time-Oriented Database Applications
 * in SQL, 1999): a fact that came later is not there yet, and the one in whose place it was put holds still.
 */
final class Hindsight {
    private static final Comparator<Stored> ORDER = Comparator.comparing(Stored::validFrom)
            .thenComparing(Stored::recordedAt)
            .thenComparing(Stored::id);

    private record Chain(Kind kind, String key, Set<String> readers) {}

    private final Instant known;
    /** Of those that were known, by id: since when the one after it holds, of the same type, key and readers. */
    private final Map<String, Instant> next = new HashMap<>();

    private final Set<String> there = new HashSet<>();

    Hindsight(List<Entry> entries, Instant known) {
        this.known = known;
        Map<Chain, List<Stored>> chains = new HashMap<>();
        for (Entry entry : entries) {
            Stored memory = entry.memory();
            if (memory.key().isEmpty()) continue;
            there.add(memory.id());
            if (isKnown(memory))
                chains.computeIfAbsent(
                                new Chain(memory.kind(), memory.key().get(), memory.readers()),
                                chain -> new ArrayList<>())
                        .add(memory);
        }
        for (List<Stored> chain : chains.values()) {
            chain.sort(ORDER);
            for (int i = 1; i < chain.size(); i++)
                next.put(chain.get(i - 1).id(), chain.get(i).validFrom());
        }
    }

    private boolean isKnown(Stored memory) {
        return !memory.recordedAt().isAfter(known);
    }

    boolean held(Stored memory, Instant then) {
        return isKnown(memory)
                && !memory.validFrom().isAfter(then)
                && end(memory).map(then::isBefore).orElse(true)
                && Optional.ofNullable(next.get(memory.id()))
                        .map(then::isBefore)
                        .orElse(true);
    }

    /** By itself. What is superseded stays so when its successor is deleted. */
    private Optional<Instant> end(Stored memory) {
        return memory.successor()
                .filter(successor ->
                        there.contains(successor.id()) || successor.at().isAfter(known))
                .map(Stored.Successor::ends)
                .orElseGet(memory::end);
    }
}
