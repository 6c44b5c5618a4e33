package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Days;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One ranking of several ways of looking. Each gives every eligible memory a number from 0 to 1, the best of them 1, and a memory's score is their
 * weighted sum: sums of scores, unlike sums of ranks, keep how far the first is ahead. Weights stand in one place, {@link Way}.
 */
final class Ranking {
    /** How many memories the second round begins from. */
    private static final int FIRST_HITS = 5;
    /** Of a session, how many of its memories speak for it. */
    private static final int SESSION_HITS = 3;
    /** Candidates that packing chooses from, for each that is wanted. */
    private static final int CANDIDATES_FACTOR = 4;

    /** Ways of looking, and what each weighs. */
    enum Way {
        words(0.5),
        surroundings(1),
        session(0.5),
        vector(0.5),
        surroundingsVector(0.5),
        time(0.3),
        key(0.3),
        entities(0.1),
        neighbours(0.1),
        importance(0.05),
        recency(0.02);

        final double weight;

        Way(double weight) {
            this.weight = weight;
        }
    }

    private record Channel(Way way, float[] raw, float[] scores) {}

    private final HeapIndex index;
    private final boolean[] eligible;
    private final Asked asked;
    private final List<Channel> channels = new ArrayList<>();
    private final float[] total;

    Ranking(HeapIndex index, boolean[] eligible, Asked asked) {
        this.index = index;
        this.eligible = eligible;
        this.asked = asked;
        this.total = new float[eligible.length];
    }

    List<Ranked> best(int limit) {
        add(Way.words, index.content.scores(asked.words()), 0);
        add(Way.surroundings, index.context.scores(asked.words()), 0);
        asked.vector().ifPresent(vector -> {
            add(Way.vector, cosines(vector, Entry::vector), Float.NaN);
            add(Way.surroundingsVector, cosines(vector, Entry::contextVector), Float.NaN);
        });
        add(Way.session, sessions(), 0);
        if (!asked.days().isEmpty()) add(Way.time, days(), 0);
        add(Way.key, keys(), 0);
        int[] first = HeapIndex.descending(total, eligible);
        add(Way.entities, shared(first), 0);
        add(Way.neighbours, neighbours(total.clone()), 0);
        add(Way.importance, each(entry -> (float) entry.memory().importance()), 0);
        int[] order = HeapIndex.descending(total, eligible);
        return Arrays.stream(order)
                .limit((long) CANDIDATES_FACTOR * limit)
                .mapToObj(this::ranked)
                .toList();
    }

    /** @param floor what counts as nothing; NaN for the least that an eligible memory has */
    private void add(Way way, float[] raw, float floor) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < raw.length; i++) {
            if (!eligible[i] || Float.isNaN(raw[i])) continue;
            least = Math.min(least, raw[i]);
            most = Math.max(most, raw[i]);
        }
        if (!Float.isNaN(floor)) least = floor;
        if (!(most > least)) return;
        float[] scores = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            if (!eligible[i] || Float.isNaN(raw[i])) continue;
            scores[i] = Math.max(0, (raw[i] - least) / (most - least));
            total[i] += (float) way.weight * scores[i];
        }
        channels.add(new Channel(way, raw, scores));
    }

    private interface Reading {
        float of(Entry entry);
    }

    private float[] each(Reading reading) {
        float[] all = new float[eligible.length];
        for (int i = 0; i < all.length; i++) if (eligible[i]) all[i] = reading.of(index.entries.get(i));
        return all;
    }

    private float[] cosines(Quantised asked, java.util.function.Function<Entry, java.util.Optional<Quantised>> which) {
        return each(entry -> which.apply(entry).map(asked::cosine).orElse(Float.NaN));
    }

    /** How well the best of a session meet the question, for each of its memories. */
    private float[] sessions() {
        float[][] best = new float[eligible.length == 0 ? 0 : Arrays.stream(index.sessions).max().orElse(0) + 1][SESSION_HITS];
        for (int i = 0; i < eligible.length; i++) {
            if (!eligible[i]) continue;
            float[] top = best[index.sessions[i]];
            for (int at = 0, next = i; at < SESSION_HITS; at++) {
                if (total[next] > top[at]) {
                    System.arraycopy(top, at, top, at + 1, SESSION_HITS - at - 1);
                    top[at] = total[next];
                    break;
                }
            }
        }
        float[] all = new float[eligible.length];
        for (int i = 0; i < all.length; i++) for (float one : best[index.sessions[i]]) all[i] += one;
        return all;
    }

    /** 1 for a memory that speaks of one of the days, less for one of a longer time around it. */
    private float[] days() {
        return each(entry -> {
            double best = 0;
            for (Days wanted : asked.days())
                for (Days said : entry.days())
                    if (wanted.overlaps(said))
                        best = Math.max(best, Math.min(1, Math.sqrt((double) Math.max(1, wanted.count()) / said.count())));
            return (float) best;
        });
    }

    /** Of a fact's key, what part of its words is in the question. */
    private float[] keys() {
        return each(entry -> entry.memory().key().map(key -> {
                    Words.Counted words = index.words.known(key.replaceAll("[^\\p{L}\\p{N}]+", " "));
                    long met = Arrays.stream(words.words())
                            .filter(word -> Arrays.binarySearch(asked.words().words(), word) >= 0)
                            .count();
                    return words.words().length == 0 ? 0f : (float) met / words.words().length;
                })
                .orElse(0f));
    }

    /** Second round: what shares names, numbers or days with the first hits that the question itself does not have. */
    private float[] shared(int[] first) {
        java.util.Map<String, Integer> theirs = new java.util.HashMap<>();
        for (int i = 0; i < Math.min(FIRST_HITS, first.length); i++)
            for (String entity : index.entries.get(first[i]).memory().entities())
                if (!asked.entities().contains(entity)) theirs.merge(entity, 1, Integer::sum);
        return each(entry -> {
            float sum = 0;
            Set<String> own = entry.memory().entities();
            for (String entity : own) sum += theirs.getOrDefault(entity, 0);
            return own.isEmpty() ? 0 : (float) (sum / Math.sqrt(own.size()));
        });
    }

    /** The better of the two turns next to it. */
    private float[] neighbours(float[] scores) {
        float[] all = new float[eligible.length];
        for (int i = 0; i < all.length; i++)
            for (int beside = Math.max(0, i - 1); beside <= Math.min(all.length - 1, i + 1); beside++)
                if (beside != i && eligible[beside] && index.sessions[beside] == index.sessions[i])
                    all[i] = Math.max(all[i], scores[beside]);
        return all;
    }

    private Ranked ranked(int at) {
        double whole = channels.stream().mapToDouble(channel -> channel.way.weight).sum();
        List<Ranked.Channel> why = new ArrayList<>();
        for (Channel channel : channels) {
            if (!(channel.scores[at] > 0)) continue;
            int rank = 1;
            for (int i = 0; i < total.length; i++) if (channel.scores[i] > channel.scores[at]) rank++;
            why.add(new Ranked.Channel(
                    channel.way.name(), rank, channel.raw[at], channel.way.weight * channel.scores[at] / whole));
        }
        return new Ranked(index.entries.get(at).memory(), whole == 0 ? 0 : total[at] / whole, why);
    }
}
