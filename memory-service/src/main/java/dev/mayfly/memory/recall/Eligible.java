package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What may be an answer at all: decided for each memory before anything is ranked. */
final class Eligible {
    private Eligible() {}

    static boolean[] of(List<Entry> entries, RecallQuestion question) {
        Predicate<Stored> held = held(entries, question);
        boolean[] eligible = new boolean[entries.size()];
        for (int i = 0; i < eligible.length; i++) {
            Stored memory = entries.get(i).memory();
            eligible[i] = is(memory, question) && held.test(memory);
        }
        return eligible;
    }

    private static Predicate<Stored> held(List<Entry> entries, RecallQuestion question) {
        if (question.knownAt().isPresent()) {
            Instant known = question.knownAt().get();
            Instant then = question.asOf().orElse(known);
            Hindsight hindsight = new Hindsight(entries, known);
            return memory -> hindsight.held(memory, then);
        }
        if (question.asOf().isPresent())
            return memory -> held(memory, question.asOf().get());
        return memory -> holds(memory, question.now());
    }

    private static boolean is(Stored memory, RecallQuestion question) {
        return (question.kinds().isEmpty() || question.kinds().contains(memory.kind()))
                && question.sessionId()
                        .map(id -> memory.sessionId().equals(Optional.of(id)))
                        .orElse(true)
                && memory.expiresAt().map(question.now()::isBefore).orElse(true)
                && question.visible().test(memory);
    }

    /** It has not ended, nothing has taken its place yet, and, where it says how things are, it has begun. */
    private static boolean holds(Stored memory, Instant now) {
        boolean begun = memory.kind() == Kind.event
                || memory.kind() == Kind.task
                || !memory.validFrom().isAfter(now);
        return begun
                && memory.end().map(now::isBefore).orElse(memory.successor().isEmpty());
    }

    /** A fact in whose place another was put held until that one began. */
    private static boolean held(Stored memory, Instant then) {
        return !memory.validFrom().isAfter(then)
                && memory.end().map(then::isBefore).orElse(true);
    }
}
