package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Sameness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The best that a prompt has room for. */
final class Packing {
    private static final int CHARACTERS_A_TOKEN = 4;
    /** What separates one text from the next. */
    private static final int TOKENS_BETWEEN = 1;
    /** What is kept for some has half of the room at most: who asks for one thing gets the one that was asked for. */
    private static final int RESERVED_PART = 2;

    /** From here on Unicode has the scripts of East Asia, and signs. */
    private static final int FIRST_DENSE = 0x2E80;

    /** How often what several memories say in the same words is told. */
    enum Same {
        once,
        each
    }

    private Packing() {}

    /** About how many tokens a text has: English has four characters to one, scripts without spaces one or two. */
    static int tokens(String text) {
        int dense = (int) text.chars().filter(letter -> letter >= FIRST_DENSE).count();
        return TOKENS_BETWEEN + dense + (text.length() - dense + CHARACTERS_A_TOKEN - 1) / CHARACTERS_A_TOKEN;
    }

    /**
     * In the order of the ranking. What does not fit any more is passed over for smaller ones; what says the same as a better one is left out. Kept
     * for {@code reserved} are their tokens and places, wherever they stand in the ranking.
     */
    static int[] pack(
            int[] ranking, List<Entry> entries, Set<Integer> reserved, Same same, int limit, int budgetTokens) {
        int tokens = budgetTokens / RESERVED_PART;
        int places = limit / RESERVED_PART;
        Set<Integer> kept = new HashSet<>();
        for (int one : ranking) {
            if (!reserved.contains(one)) continue;
            int cost = entries.get(one).tokens();
            if (cost > tokens || places == 0) continue;
            kept.add(one);
            tokens -= cost;
            places--;
        }
        tokens += budgetTokens - budgetTokens / RESERVED_PART;
        places += limit - limit / RESERVED_PART;
        IntStream.Builder packed = IntStream.builder();
        Set<String> said = new HashSet<>();
        for (int one : ranking) {
            boolean own = kept.contains(one);
            int cost = entries.get(one).tokens();
            if (!own && (places == 0 || cost > tokens)) continue;
            if (!said.add(Sameness.of(content(entries, one))) && same == Same.once) continue;
            packed.add(one);
            if (own) continue;
            tokens -= cost;
            places--;
        }
        return packed.build().toArray();
    }

    private static String content(List<Entry> entries, int at) {
        return entries.get(at).memory().content();
    }
}
