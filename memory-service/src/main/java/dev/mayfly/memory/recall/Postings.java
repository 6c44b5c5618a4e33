package dev.mayfly.memory.recall;

import dev.mayfly.memory.recall.Words.Counted;
import java.util.List;

/**
 * For each word the memories that have it or stand beside one that has, and BM25 over them ({@code k1 = 1.2}, {@code b = 0.75}) with words of
 * neighbours as those of a field that weighs less (BM25F: Robertson and Zaragoza, 2009).
 */
final class Postings {
    static final double K1 = 1.2;
    static final double B = 0.75;
    /** One word at the furthest distance counts 1, so that counts are whole. */
    private static final int WHOLE = 1 << Fading.REACH;

    /** Of each word, where its memories begin; one more than there are words. */
    private final int[] from;

    private final int[] memories;
    private final byte[] counts;
    /** Of each memory, {@code k1 * (1 - b + b * length / average)}, in the unit of the counts. */
    private final float[] norms;

    private Postings(int[] from, int[] memories, byte[] counts, float[] norms) {
        this.from = from;
        this.memories = memories;
        this.counts = counts;
        this.norms = norms;
    }

    static Postings of(List<Entry> entries, Fading fading, int words) {
        int[] room = new int[words + 1];
        for (int i = 0; i < entries.size(); i++)
            fading.around(i, (other, steps) -> {
                for (int word : entries.get(other).words().words()) room[word + 1]++;
            });
        for (int word = 0; word < words; word++) room[word + 1] += room[word];
        int[] end = room.clone();
        int[] memories = new int[room[words]];
        byte[] counts = new byte[room[words]];
        float[] lengths = new float[entries.size()];
        double sum = 0;
        for (int i = 0; i < lengths.length; i++) {
            int at = i;
            fading.around(i, (other, steps) -> {
                Counted own = entries.get(other).words();
                lengths[at] += (float) own.length() * (WHOLE >> steps);
                for (int n = 0; n < own.words().length; n++) {
                    int word = own.words()[n];
                    int last = end[word] - 1;
                    if (last < room[word] || memories[last] != at) {
                        last = end[word]++;
                        memories[last] = at;
                    }
                    counts[last] = (byte) Math.min(Byte.MAX_VALUE, counts[last] + own.counts()[n] * (WHOLE >> steps));
                }
            });
            sum += lengths[i];
        }
        double average = Math.max(1, sum / Math.max(1, lengths.length));
        for (int i = 0; i < lengths.length; i++) lengths[i] = (float) (WHOLE * K1 * (1 - B + B * lengths[i] / average));
        return packed(room, end, memories, counts, lengths);
    }

    /** Without the room that was made for memories that have a word twice. */
    private static Postings packed(int[] room, int[] end, int[] memories, byte[] counts, float[] norms) {
        int words = room.length - 1;
        int[] from = new int[words + 1];
        for (int word = 0; word < words; word++) from[word + 1] = from[word] + end[word] - room[word];
        int[] packed = new int[from[words]];
        byte[] packedCounts = new byte[from[words]];
        for (int word = 0; word < words; word++) {
            System.arraycopy(memories, room[word], packed, from[word], end[word] - room[word]);
            System.arraycopy(counts, room[word], packedCounts, from[word], end[word] - room[word]);
        }
        return new Postings(from, packed, packedCounts, norms);
    }

    /** Of every memory; 0 where none of the words is. */
    float[] scores(Counted question) {
        float[] scores = new float[norms.length];
        for (int i = 0; i < question.words().length; i++) {
            int word = question.words()[i];
            if (word + 1 >= from.length) continue;
            double rarity = question.counts()[i] * idf(word);
            for (int at = from[word]; at < from[word + 1]; at++)
                scores[memories[at]] += (float) (rarity * counts[at] / (counts[at] + norms[memories[at]]));
        }
        return scores;
    }

    private double idf(int word) {
        int with = from[word + 1] - from[word];
        return Math.log(1 + (norms.length - with + 0.5) / (with + 0.5));
    }

    long bytes() {
        return 4L * from.length + 5L * memories.length + 4L * norms.length;
    }
}
