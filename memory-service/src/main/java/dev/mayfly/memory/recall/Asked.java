package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Dates;
import dev.mayfly.memory.deriving.Days;
import dev.mayfly.memory.deriving.Entities;
import dev.mayfly.memory.recall.Words.Counted;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A question, read: its words, the days it speaks of counted from its reference date, the names in it.
 *
 * @param names as numbers, in their order; those alone that a memory has, too
 * @param vector of the question; without one, words alone are looked at
 */
record Asked(Counted words, Optional<Quantised> vector, List<Days> days, int[] names) {
    static Asked of(RecallQuestion question, Words words) {
        LocalDate today = LocalDate.ofInstant(question.referenceDate(), ZoneOffset.UTC);
        return new Asked(
                words.known(question.text()),
                question.vector().map(Quantised::of),
                Dates.in(question.text(), today).stream()
                        .map(Dates.Mention::days)
                        .toList(),
                words.knownNames(Entities.in(question.text())));
    }
}
