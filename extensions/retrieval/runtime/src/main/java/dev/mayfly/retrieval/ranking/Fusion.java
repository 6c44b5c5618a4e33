package dev.mayfly.retrieval.ranking;

import dev.mayfly.retrieval.ranking.Explanation.Part;
import java.util.Arrays;
import java.util.List;

/** Makes one score of two. */
public sealed interface Fusion {
    /** Which of two legs counts how much; only their proportion matters. */
    record Weights(double keyword, double vector) {
        public Weights {
            if (!(keyword >= 0 && vector >= 0 && keyword + vector > 0 && Double.isFinite(keyword + vector)))
                throw new IllegalArgumentException("weights are numbers from 0, not both 0");
            double sum = keyword + vector;
            keyword /= sum;
            vector /= sum;
        }
    }

    /** Reciprocal ranks: {@code weight / (k + rank)}, as a part of what the first place in both legs has. */
    record ReciprocalRank(Weights weights, int k) implements Fusion {
        public ReciprocalRank {
            if (k < 1 || k > 1_000) throw new IllegalArgumentException("k must be between 1 and 1000, not " + k);
        }
    }

    /** A weighted mean of scores that each leg's candidates were normalised by: 0 is the worst of them, 1 the best. */
    record Convex(Weights weights) implements Fusion {}

    Fusion DEFAULT = new Convex(new Weights(0.3, 0.7));

    /**
     * @param keyword the scores of each candidate, of the words; NaN where none of them is there
     * @param vector of the meaning; NaN where there is no vector
     */
    default List<Explanation> fuse(double[] keyword, double[] vector) {
        return switch (this) {
            case ReciprocalRank(var weights, var k) -> {
                int[] first = ranks(keyword);
                int[] second = ranks(vector);
                yield each(keyword.length, i -> {
                    double words = first[i] == 0 ? 0 : (k + 1.0) / (k + first[i]);
                    double meaning = second[i] == 0 ? 0 : (k + 1.0) / (k + second[i]);
                    return sum(
                            "rrf",
                            new Part("keyword", weights.keyword(), words, ranked(first[i], keyword[i])),
                            new Part("vector", weights.vector(), meaning, ranked(second[i], vector[i])));
                });
            }
            case Convex(var weights) -> {
                double[] words = normalised(keyword);
                double[] meaning = normalised(vector);
                yield each(
                        keyword.length,
                        i -> sum(
                                "convex",
                                new Part("keyword", weights.keyword(), words[i], score("bm25", keyword[i])),
                                new Part("vector", weights.vector(), meaning[i], score("cosine", vector[i]))));
            }
        };
    }

    private static List<Explanation> each(int length, java.util.function.IntFunction<Explanation> of) {
        return java.util.stream.IntStream.range(0, length).mapToObj(of).toList();
    }

    private static Explanation sum(String what, Part... parts) {
        List<Explanation> told = Arrays.stream(parts).map(Part::told).toList();
        return new Explanation(
                what, Arrays.stream(parts).mapToDouble(Part::value).sum(), told);
    }

    private static Explanation ranked(int rank, double score) {
        return rank == 0 ? score("not found", score) : new Explanation("rank", rank, List.of(score("score", score)));
    }

    private static Explanation score(String what, double score) {
        return new Explanation(what, Double.isNaN(score) ? 0 : score, List.of());
    }

    /** From 1; 0 for who has none. Equal scores are in the order of the candidates. */
    private static int[] ranks(double[] scores) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (left, right) -> Double.compare(known(scores[right]), known(scores[left])));
        int[] ranks = new int[scores.length];
        for (int i = 0; i < order.length; i++) if (!Double.isNaN(scores[order[i]])) ranks[order[i]] = i + 1;
        return ranks;
    }

    private static double known(double score) {
        return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    private static double[] normalised(double[] scores) {
        double min = Arrays.stream(scores)
                .filter(score -> !Double.isNaN(score))
                .min()
                .orElse(0);
        double max = Arrays.stream(scores)
                .filter(score -> !Double.isNaN(score))
                .max()
                .orElse(0);
        return Arrays.stream(scores)
                .map(score -> Double.isNaN(score) ? 0 : max == min ? 1 : (score - min) / (max - min))
                .toArray();
    }
}
