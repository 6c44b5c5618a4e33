package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Dates;
import dev.mayfly.memory.deriving.Days;
import dev.mayfly.memory.deriving.Entities;
import dev.mayfly.memory.recall.Words.Counted;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A question, read: its words, the days it speaks of counted from its reference date, the names in it.
 *
 * @param vector of the question; without one, words alone are looked at
 */
record Asked(Counted words, Optional<Quantised> vector, List<Days> days, Set<String> entities) {
    static Asked of(RecallQuestion question, Words words) {
        LocalDate today = LocalDate.ofInstant(question.referenceDate(), ZoneOffset.UTC);
        return new Asked(
                words.known(question.text()),
                question.vector().map(Quantised::of),
                Dates.in(question.text(), today).stream()
                        .map(Dates.Mention::days)
                        .toList(),
                Entities.in(question.text()));
    }
}
