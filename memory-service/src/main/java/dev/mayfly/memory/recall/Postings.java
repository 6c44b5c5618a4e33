package dev.mayfly.memory.recall;

import dev.mayfly.memory.recall.Words.Counted;
import java.util.List;

/** For each word the texts that have it, and BM25 (Robertson and Zaragoza, 2009) over them: {@code k1 = 1.2}, {@code b = 0.75}. */
final class Postings {
    private static final double K1 = 1.2;
    private static final double B = 0.75;

    /** Of each word, where its texts begin; one more than there are words. */
    private final int[] from;

    private final int[] texts;
    private final byte[] counts;
    /** Of each text, {@code k1 * (1 - b + b * length / average)}. */
    private final float[] norms;

    private Postings(int[] from, int[] texts, byte[] counts, float[] norms) {
        this.from = from;
        this.texts = texts;
        this.counts = counts;
        this.norms = norms;
    }

    static Postings of(List<Counted> all, int words) {
        int[] from = new int[words + 1];
        long length = 0;
        for (Counted text : all) {
            length += text.length();
            for (int word : text.words()) from[word + 1]++;
        }
        for (int word = 0; word < words; word++) from[word + 1] += from[word];
        int[] next = from.clone();
        int[] texts = new int[from[words]];
        byte[] counts = new byte[from[words]];
        float[] norms = new float[all.size()];
        double average = Math.max(1, (double) length / Math.max(1, all.size()));
        for (int text = 0; text < norms.length; text++) {
            Counted counted = all.get(text);
            norms[text] = (float) (K1 * (1 - B + B * counted.length() / average));
            for (int i = 0; i < counted.words().length; i++) {
                int at = next[counted.words()[i]]++;
                texts[at] = text;
                counts[at] = counted.counts()[i];
            }
        }
        return new Postings(from, texts, counts, norms);
    }

    /** Of every text; 0 where none of the words is. */
    float[] scores(Counted question) {
        float[] scores = new float[norms.length];
        for (int i = 0; i < question.words().length; i++)
            add(scores, question.words()[i], question.counts()[i]);
        return scores;
    }

    void add(float[] scores, int word, double weight) {
        if (word + 1 >= from.length) return;
        double rarity = weight * idf(word);
        for (int at = from[word]; at < from[word + 1]; at++)
            scores[texts[at]] += (float) (rarity * counts[at] / (counts[at] + norms[texts[at]]));
    }

    double idf(int word) {
        int with = from[word + 1] - from[word];
        return Math.log(1 + (norms.length - with + 0.5) / (with + 0.5));
    }

    long bytes() {
        return 4L * from.length + 5L * texts.length + 4L * norms.length;
    }
}
