package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Dates;
import dev.mayfly.memory.deriving.Days;
import dev.mayfly.memory.recall.Words.Counted;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * A memory and what is looked at of it, made once and shared by all snapshots.
 *
 * @param memory without its vector
 * @param names those in it, as numbers
 * @param days those that it speaks of, and the one on which it was said
 * @param tokens that it takes of a prompt, about
 */
record Entry(Stored memory, Counted words, int[] names, List<Days> days, int tokens) {
    private static final int OBJECT_BYTES = 400;
    private static final int ENTITY_BYTES = 68;
    private static final int SOURCE_BYTES = 160;

    static Entry of(Stored memory, Words words) {
        LocalDate said = LocalDate.ofInstant(memory.validFrom(), ZoneOffset.UTC);
        Stream<Days> mentioned = Dates.in(memory.content(), said).stream().map(Dates.Mention::days);
        return new Entry(
                memory.withoutVector(),
                words.learn(memory.content()),
                words.learnNames(memory.entities()),
                Stream.concat(Stream.of(new Days(said, said.plusDays(1))), mentioned)
                        .distinct()
                        .toList(),
                Packing.tokens(memory.content()));
    }

    long bytes() {
        long texts = memory.content().length() + memory.summary().length();
        for (Stored.Source source : memory.sources())
            texts += SOURCE_BYTES
                    + source.excerpt().length()
                    + source.messageId().length();
        return OBJECT_BYTES + texts + (long) ENTITY_BYTES * memory.entities().size() + words.bytes();
    }
}
