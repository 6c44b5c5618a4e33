package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Days;
import dev.mayfly.memory.deriving.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One ranking of several ways of looking. Each gives every eligible memory a number from 0 to 1, the best of them 1, and a memory's score is their
 * weighted sum: sums of scores, unlike sums of ranks, keep how far the first is ahead. Weights stand in one place, {@link Way}.
 */
final class Ranking {
    /** How many memories the second round begins from. */
    private static final int FIRST_HITS = 5;

    /** Ways of looking, and what each weighs. The first three are equals; the rest only tips the scale. */
    enum Way {
        /** BM25 over words, with those of turns around it. */
        words(1),
        /** Cosine of the question and what was said. */
        vector(1),
        /** The same of what stands around it. */
        surroundings(1),
        /** Second round: cosine of the first hits and what was said. */
        likeFirstHits(0.3),
        /** Second round: names, numbers and days of the first hits, which the question does not have. */
        entities(0.1),
        /** Days that the question speaks of. */
        time(0.3),
        /** Words of a fact's key. */
        key(0.5),
        importance(0.05),
        recency(0.02);

        final double weight;

        Way(double weight) {
            this.weight = weight;
        }
    }

    private record Channel(Way way, float[] raw, float[] scores) {}

    private interface Reading {
        double of(Entry entry);
    }

    private final HeapIndex index;
    private final boolean[] eligible;
    private final Asked asked;
    private final List<Channel> channels = new ArrayList<>();
    private final float[] total;
    private Map<Integer, Ranked.Channel> brought = Map.of();

    Ranking(HeapIndex index, boolean[] eligible, Asked asked) {
        this.index = index;
        this.eligible = eligible;
        this.asked = asked;
        this.total = new float[eligible.length];
    }

    /** Whether sessions that were not heard come before more of those that were. */
    enum Breadth {
        asRanked,
        acrossSessions
    }

    /** The best entries, and instructions wherever they stand. */
    int[] best(int candidates, Breadth breadth) {
        add(Way.words, index.postings.scores(asked.words()), Floor.zero);
        Optional<float[]> meant = asked.vector().map(vector -> index.vectors.cosines(vector, eligible));
        meant.flatMap(cosines -> add(Way.vector, cosines, Floor.least))
                .ifPresent(alone -> add(Way.surroundings, index.fading.of(alone.scores, eligible), Floor.least));
        if (!asked.days().isEmpty()) add(Way.time, each(this::days), Floor.zero);
        add(Way.key, each(this::keys), Floor.zero);
        int[] first = first();
        if (asked.vector().isPresent())
            like(first).ifPresent(hits -> add(Way.likeFirstHits, index.vectors.cosines(hits, eligible), Floor.least));
        add(Way.entities, shared(first), Floor.zero);
        add(Way.importance, index.importance, Floor.zero);
        add(Way.recency, index.recency, Floor.zero);
        int[] order = breadth == Breadth.acrossSessions ? spread(order(), meant) : order();
        IntStream best = Arrays.stream(order).limit(candidates);
        if (index.instructions == 0) return best.toArray();
        IntStream instructions = Arrays.stream(order)
                .skip(candidates)
                .filter(at -> index.entries.get(at).memory().kind() == Kind.instruction)
                .limit(HeapIndex.INSTRUCTIONS_MAX);
        return IntStream.concat(best, instructions).toArray();
    }

    private int[] spread(int[] order, Optional<float[]> meant) {
        Sessions.Spread spread = index.sessions.spread(order, this::share, asked.words(), meant);
        brought = spread.brought();
        return spread.order();
    }

    /** Entries with their scores, and why they have them. */
    List<Ranked> told(int[] entries) {
        return Arrays.stream(entries).mapToObj(this::ranked).toList();
    }

    /** What counts as 0. */
    private enum Floor {
        zero,
        least
    }

    /** @return the channel; none where it tells no memory from another */
    private Optional<Channel> add(Way way, float[] raw, Floor floor) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < raw.length; i++) {
            if (!eligible[i] || Float.isNaN(raw[i])) continue;
            least = Math.min(least, raw[i]);
            most = Math.max(most, raw[i]);
        }
        if (floor == Floor.zero) least = 0;
        if (!(most > least)) return Optional.empty();
        float[] scores = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            if (!eligible[i] || Float.isNaN(raw[i])) continue;
            scores[i] = (raw[i] - least) / (most - least);
            total[i] += (float) way.weight * scores[i];
        }
        Channel made = new Channel(way, raw, scores);
        channels.add(made);
        return Optional.of(made);
    }

    /** Best first; ties are in the order of the index, which depends on nothing but the memories. */
    private int[] order() {
        long[] keys = new long[total.length];
        int count = 0;
        for (int i = 0; i < total.length; i++) if (eligible[i]) keys[count++] = orderKey(i);
        Arrays.sort(keys, 0, count);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) order[i] = (int) keys[i];
        return order;
    }

    /** Where that order begins, without the rest of it. */
    private int[] first() {
        long[] keys = new long[FIRST_HITS];
        int count = 0;
        for (int i = 0; i < total.length; i++) {
            if (!eligible[i]) continue;
            long key = orderKey(i);
            if (count == FIRST_HITS && key >= keys[count - 1]) continue;
            int place = count == FIRST_HITS ? count - 1 : count++;
            for (; place > 0 && keys[place - 1] > key; place--) keys[place] = keys[place - 1];
            keys[place] = key;
        }
        return Arrays.stream(keys, 0, count).mapToInt(key -> (int) key).toArray();
    }

    /** The better the smaller; then the earlier in the index. */
    private long orderKey(int at) {
        return (long) (Integer.MAX_VALUE - Float.floatToIntBits(share(at))) << Integer.SIZE | at;
    }

    /** A memory that cites several turns shares its score among them: each place in an answer that it takes is one that a turn does not have. */
    private float share(int at) {
        return total[at] / Math.max(1, index.cited[at]);
    }

    private float[] each(Reading reading) {
        float[] all = new float[eligible.length];
        for (int i = 0; i < all.length; i++) if (eligible[i]) all[i] = (float) reading.of(index.entries.get(i));
        return all;
    }

    /** The mean direction of the first hits. */
    private Optional<Quantised> like(int[] first) {
        List<Quantised> vectors = Arrays.stream(first)
                .mapToObj(index.vectors::at)
                .flatMap(Optional::stream)
                .toList();
        return Quantised.mean(vectors);
    }

    /** 1 for a memory that speaks of one of the days, less for one that speaks of a longer time around it. */
    private double days(Entry entry) {
        double best = 0;
        for (Days wanted : asked.days())
            for (Days said : entry.days())
                if (wanted.overlaps(said)) best = Math.max(best, Math.sqrt((double) wanted.count() / said.count()));
        return Math.min(1, best);
    }

    /** What part of the key's words is in the question. */
    private double keys(Entry entry) {
        return entry.memory()
                .key()
                .map(key -> {
                    int[] words = index.words
                            .known(key.replaceAll("[^\\p{L}\\p{N}]+", " "))
                            .words();
                    long met = Arrays.stream(words)
                            .filter(word -> Arrays.binarySearch(asked.words().words(), word) >= 0)
                            .count();
                    return words.length == 0 ? 0 : (double) met / words.length;
                })
                .orElse(0.0);
    }

    /** Of each memory but the first, how often they have its names. */
    private float[] shared(int[] first) {
        int[] theirs = new int[index.words.names()];
        for (int at : first)
            for (int name : index.names[at]) if (Arrays.binarySearch(asked.names(), name) < 0) theirs[name]++;
        float[] shared = new float[eligible.length];
        for (int i = 0; i < shared.length; i++) {
            if (!eligible[i]) continue;
            int sum = 0;
            for (int name : index.names[i]) sum += theirs[name];
            if (sum > 0) shared[i] = (float) (sum / Math.sqrt(index.names[i].length));
        }
        for (int at : first) shared[at] = 0;
        return shared;
    }

    private Ranked ranked(int at) {
        double whole =
                channels.stream().mapToDouble(channel -> channel.way.weight).sum();
        List<Ranked.Channel> why = new ArrayList<>();
        for (Channel channel : channels) {
            if (!(channel.scores[at] > 0)) continue;
            int rank = 1;
            for (float score : channel.scores) if (score > channel.scores[at]) rank++;
            why.add(new Ranked.Channel(
                    channel.way.name(), rank, channel.raw[at], channel.way.weight * channel.scores[at] / whole));
        }
        if (brought.containsKey(at)) why.add(brought.get(at));
        return new Ranked(index.entries.get(at).memory(), whole == 0 ? 0 : total[at] / whole, why);
    }
}
