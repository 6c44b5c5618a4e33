package dev.mayfly.memory.recall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sessions as wholes. What needs several of them is answered by a turn of each, and the best turn of one may stand behind a dozen turns of another. So
 * behind the first candidates come sessions that none of those is of, each with its best turn; which sessions, is told by that turn, by what the
 * session is about, by its best statements, and by its words. Only what is eligible counts.
 */
final class Sessions {
    /** How many candidates keep their place. */
    private static final int FIRST = 10;
    /** How many sessions are heard, where there are so many, before the ranking goes on. */
    private static final int HEARD = 10;

    /** What each of the three views of a whole session weighs beside its best turn. */
    private static final float WHOLE = 0.2f;
    /** How many of a session's statements are its best. */
    private static final int BEST = 3;

    private static final int NONE = -1;

    private final List<Entry> entries;
    private final Vectors meanings;
    /** Of each entry. */
    private final int[] session;

    private final int count;
    /** Of each session, how long the sum of all its vectors is, and of how many. */
    private final double[] lengths;

    private final int[] vectors;

    Sessions(List<Entry> entries, Vectors meanings) {
        Map<String, Integer> numbers = new HashMap<>();
        this.entries = entries;
        this.meanings = meanings;
        this.session = entries.stream()
                .mapToInt(entry -> entry.memory()
                        .sessionId()
                        .map(id -> numbers.computeIfAbsent(id, added -> numbers.size()))
                        .orElse(NONE))
                .toArray();
        this.count = numbers.size();
        this.lengths = new double[count];
        this.vectors = new int[count];
        List<List<Quantised>> said = new ArrayList<>();
        for (int number = 0; number < count; number++) said.add(new ArrayList<>());
        for (int at = 0; at < session.length; at++)
            if (session[at] != NONE) meanings.at(at).ifPresent(said.get(session[at])::add);
        for (int number = 0; number < count; number++) {
            lengths[number] = Quantised.lengthOfSum(said.get(number));
            vectors[number] = said.get(number).size();
        }
    }

    /** Of entries, by which they are ranked. */
    interface Scores {
        float of(int entry);
    }

    /**
     * @param order of entries, and those that were brought forward among them
     * @param brought why, by entry
     */
    record Spread(int[] order, Map<Integer, Ranked.Channel> brought) {}

    /**
     * @param order eligible entries, best first
     * @param scores by which they are in that order
     * @param words of the question
     * @param meant cosines of the question and all entries, where it has a vector; no number where an entry has none
     */
    Spread spread(int[] order, Scores scores, Words.Counted words, Optional<float[]> meant) {
        int first = Math.min(FIRST, order.length);
        boolean[] heard = new boolean[count];
        int left = HEARD;
        for (int i = 0; i < first; i++) if (hear(order[i], heard)) left--;
        if (left <= 0 || first == order.length) return new Spread(order, Map.of());
        int[] best = bests(order);
        float[] wholes = wholes(order, best, scores, words, meant);
        int[] ranking = IntStream.range(0, count)
                .filter(number -> best[number] != NONE)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer number) -> -wholes[number]))
                .mapToInt(Integer::intValue)
                .toArray();
        Map<Integer, Ranked.Channel> brought = new LinkedHashMap<>();
        for (int rank = 0; rank < ranking.length && left > 0; rank++) {
            if (!hear(best[ranking[rank]], heard)) continue;
            brought.put(best[ranking[rank]], new Ranked.Channel("session", rank + 1, wholes[ranking[rank]], 0));
            left--;
        }
        return new Spread(
                IntStream.concat(
                                IntStream.concat(
                                        Arrays.stream(order, 0, first),
                                        brought.keySet().stream().mapToInt(Integer::intValue)),
                                Arrays.stream(order, first, order.length).filter(at -> !brought.containsKey(at)))
                        .toArray(),
                brought);
    }

    /** @return whether it is the first of its session */
    private boolean hear(int entry, boolean[] heard) {
        if (session[entry] == NONE || heard[session[entry]]) return false;
        heard[session[entry]] = true;
        return true;
    }

    private int[] bests(int[] order) {
        int[] best = new int[count];
        Arrays.fill(best, NONE);
        for (int at : order) if (session[at] != NONE && best[session[at]] == NONE) best[session[at]] = at;
        return best;
    }

    private float[] wholes(int[] order, int[] best, Scores scores, Words.Counted words, Optional<float[]> meant) {
        float[] wholes = new float[count];
        float most = scores.of(order[0]);
        for (int number = 0; number < count; number++)
            if (best[number] != NONE && most > 0) wholes[number] = scores.of(best[number]) / most;
        meant.ifPresent(cosines -> {
            add(wholes, abouts(order, cosines), best);
            add(wholes, statements(order, cosines), best);
        });
        add(wholes, words(order, words), best);
        return wholes;
    }

    /** From 0 for the least to 1 for the most; sessions of which nothing can be said have 0. */
    private static void add(float[] wholes, float[] raw, int[] best) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int number = 0; number < raw.length; number++) {
            if (best[number] == NONE || Float.isNaN(raw[number])) continue;
            least = Math.min(least, raw[number]);
            most = Math.max(most, raw[number]);
        }
        if (!(most > least)) return;
        for (int number = 0; number < raw.length; number++)
            if (best[number] != NONE && !Float.isNaN(raw[number]))
                wholes[number] += WHOLE * (raw[number] - least) / (most - least);
    }

    /** Cosine of the question and the sum of all that was said: the sum of cosines, by the length of that sum. */
    private float[] abouts(int[] order, float[] cosines) {
        float[] sums = new float[count];
        int[] found = new int[count];
        for (int at : order) {
            if (session[at] == NONE || Float.isNaN(cosines[at])) continue;
            sums[session[at]] += cosines[at];
            found[session[at]]++;
        }
        for (int number = 0; number < count; number++) {
            double length = 0;
            if (found[number] == vectors[number]) length = lengths[number];
            else if (found[number] > 0) length = lengthOf(number, order);
            sums[number] = length > 0 ? (float) (sums[number] / length) : Float.NaN;
        }
        return sums;
    }

    /** Where not all of the session may be looked at. */
    private double lengthOf(int number, int[] order) {
        return Quantised.lengthOfSum(Arrays.stream(order)
                .filter(at -> session[at] == number)
                .mapToObj(meanings::at)
                .flatMap(Optional::stream)
                .toList());
    }

    /** The mean of the highest cosines. */
    private float[] statements(int[] order, float[] cosines) {
        float[][] highest = new float[count][BEST];
        int[] found = new int[count];
        for (int at : order) {
            float cosine = cosines[at];
            if (session[at] == NONE || Float.isNaN(cosine)) continue;
            float[] own = highest[session[at]];
            int filled = Math.min(BEST, found[session[at]]++);
            int place = filled;
            while (place > 0 && own[place - 1] < cosine) {
                if (place < BEST) own[place] = own[place - 1];
                place--;
            }
            if (place < BEST) own[place] = cosine;
        }
        float[] means = new float[count];
        for (int number = 0; number < count; number++) {
            int of = Math.min(BEST, found[number]);
            float sum = 0;
            for (int i = 0; i < of; i++) sum += highest[number][i];
            means[number] = of == 0 ? Float.NaN : sum / of;
        }
        return means;
    }

    /** BM25 over sessions, each of them one text. */
    private float[] words(int[] order, Words.Counted question) {
        int[] words = question.words();
        int[][] counts = new int[count][words.length];
        long[] lengths = new long[count];
        for (int at : order) {
            if (session[at] == NONE) continue;
            Words.Counted own = entries.get(at).words();
            lengths[session[at]] += own.length();
            for (int i = 0; i < words.length; i++) {
                int found = Arrays.binarySearch(own.words(), words[i]);
                if (found >= 0) counts[session[at]][i] += own.counts()[found];
            }
        }
        long sessions = Arrays.stream(lengths).filter(length -> length > 0).count();
        double average = Math.max(1, (double) Arrays.stream(lengths).sum() / Math.max(1, sessions));
        float[] scores = new float[count];
        for (int i = 0; i < words.length; i++) {
            int word = i;
            long with = Arrays.stream(counts).filter(own -> own[word] > 0).count();
            double rarity = Math.log(1 + (sessions - with + 0.5) / (with + 0.5));
            for (int number = 0; number < count; number++) {
                int often = counts[number][word];
                if (often > 0)
                    scores[number] += (float) (rarity
                            * often
                            / (often + Postings.K1 * (1 - Postings.B + Postings.B * lengths[number] / average)));
            }
        }
        return scores;
    }

    long bytes() {
        return (long) Integer.BYTES * session.length + (long) (Double.BYTES + Integer.BYTES) * count;
    }
}
