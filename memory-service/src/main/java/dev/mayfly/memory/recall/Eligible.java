package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Kind;
import java.time.Instant;
import java.util.Optional;

/** What may be an answer at all: decided for each memory before anything is ranked. */
final class Eligible {
    private Eligible() {}

    static boolean is(Stored memory, RecallQuestion question) {
        return (question.kinds().isEmpty() || question.kinds().contains(memory.kind()))
                && question.sessionId()
                        .map(id -> memory.sessionId().equals(Optional.of(id)))
                        .orElse(true)
                && question.asOf().map(then -> held(memory, then)).orElseGet(() -> holds(memory, question.now()))
                && question.visible().test(memory);
    }

    /** Nothing has taken its place, it has not ended, and, where it says how things are, it has begun. */
    private static boolean holds(Stored memory, Instant now) {
        boolean begun = memory.kind() == Kind.event
                || memory.kind() == Kind.task
                || !memory.validFrom().isAfter(now);
        return begun
                && memory.supersededAt().isEmpty()
                && memory.validTo().map(now::isBefore).orElse(true);
    }

    /** A fact in whose place another was put held until that one began. */
    private static boolean held(Stored memory, Instant then) {
        return !memory.validFrom().isAfter(then)
                && memory.validTo().map(then::isBefore).orElse(true);
    }
}
