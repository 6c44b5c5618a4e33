package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Dates;
import dev.mayfly.memory.deriving.Days;
import dev.mayfly.memory.recall.Words.Counted;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A memory and what is looked at of it, made once and shared by all snapshots.
 *
 * @param memory without its vectors
 * @param days those that it speaks of, and the one on which it was said
 */
record Entry(
        Stored memory,
        Counted content,
        Counted context,
        Optional<Quantised> vector,
        Optional<Quantised> contextVector,
        List<Days> days) {
    private static final int OBJECT_BYTES = 400;
    private static final int ENTITY_BYTES = 64;
    private static final int SOURCE_BYTES = 160;

    static Entry of(Stored memory, Words words) {
        LocalDate said = LocalDate.ofInstant(memory.validFrom(), ZoneOffset.UTC);
        List<Days> days = new java.util.ArrayList<>(
                Dates.in(memory.content(), said).stream().map(Dates.Mention::days).toList());
        days.add(new Days(said, said.plusDays(1)));
        return new Entry(
                memory.withoutVectors(),
                words.learn(memory.content()),
                words.learn(memory.context()),
                memory.vector().map(Quantised::of),
                memory.contextVector().map(Quantised::of),
                days.stream().distinct().toList());
    }

    long bytes() {
        long texts = memory.content().length() + memory.context().length() + memory.summary().length();
        for (Stored.Source source : memory.sources())
            texts += SOURCE_BYTES + source.excerpt().length() + source.messageId().length();
        return OBJECT_BYTES
                + texts
                + (long) ENTITY_BYTES * memory.entities().size()
                + content.bytes()
                + context.bytes()
                + vector.map(Quantised::bytes).orElse(0L)
                + contextVector.map(Quantised::bytes).orElse(0L);
    }
}
