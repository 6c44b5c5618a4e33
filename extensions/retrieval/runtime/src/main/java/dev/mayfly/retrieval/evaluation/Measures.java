package dev.mayfly.retrieval.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How good one ranking is, held against judgments, as trec_eval counts it. */
public record Measures(double ndcg10, double recall100, double map, double mrr) {
    private static final int NDCG_DEPTH = 10;
    private static final int RECALL_DEPTH = 100;

    /** @param judgments document to grade; 0 and what is not named do not fit */
    public static Measures of(List<String> ranking, Map<String, Integer> judgments) {
        double gain = 0;
        double precision = 0;
        double first = 0;
        int found = 0;
        int foundIn100 = 0;
        Set<String> seen = new HashSet<>();
        int rank = 0;
        for (String document : ranking) {
            if (!seen.add(document)) continue;
            rank++;
            int grade = judgments.getOrDefault(document, 0);
            if (grade <= 0) continue;
            found++;
            if (rank <= NDCG_DEPTH) gain += grade / log2(rank + 1);
            if (rank <= RECALL_DEPTH) foundIn100++;
            precision += (double) found / rank;
            if (first == 0) first = 1.0 / rank;
        }
        List<Integer> ideal = judgments.values().stream()
                .filter(grade -> grade > 0)
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
        if (ideal.isEmpty()) return new Measures(0, 0, 0, 0);
        double best = 0;
        for (int i = 0; i < Math.min(NDCG_DEPTH, ideal.size()); i++) best += ideal.get(i) / log2(i + 2);
        return new Measures(gain / best, (double) foundIn100 / ideal.size(), precision / ideal.size(), first);
    }

    public static Measures mean(List<Measures> all) {
        if (all.isEmpty()) throw new IllegalArgumentException("there is no query to take the mean of");
        return new Measures(
                all.stream().mapToDouble(Measures::ndcg10).sum() / all.size(),
                all.stream().mapToDouble(Measures::recall100).sum() / all.size(),
                all.stream().mapToDouble(Measures::map).sum() / all.size(),
                all.stream().mapToDouble(Measures::mrr).sum() / all.size());
    }

    private static double log2(int value) {
        return Math.log(value) / Math.log(2);
    }
}
