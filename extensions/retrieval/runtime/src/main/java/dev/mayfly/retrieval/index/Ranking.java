package dev.mayfly.retrieval.index;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.retrieval.ranking.Boost;
import dev.mayfly.retrieval.ranking.Explanation;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What candidates score, all of them together: those of several indexes, too. */
public final class Ranking {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Ranking() {}

    /** In the order of the candidates, before any boost. */
    public static List<Explanation> scores(Question question, List<Candidate> candidates) {
        double[] words = candidates.stream().mapToDouble(Candidate::words).toArray();
        double[] cosines = candidates.stream().mapToDouble(Candidate::cosine).toArray();
        return switch (question.mode()) {
            case keyword -> alone("bm25", words);
            case vector -> alone("cosine", cosines);
            case hybrid -> question.fusion().fuse(words, cosines);
        };
    }

    private static List<Explanation> alone(String what, double[] scores) {
        return Arrays.stream(scores)
                .mapToObj(score -> new Explanation(what, Double.isNaN(score) ? 0 : score, List.of()))
                .toList();
    }

    /** What the boosts make of a score. Fails with a sentence where the schema does not have one's field. */
    public static Explanation boosted(Schema schema, List<Boost> boosts, Explanation score, byte[] source)
            throws IOException {
        return boosts.isEmpty()
                ? score
                : new Boosting(schema, boosts).of(score, JSON.readTree(source).path("fields"));
    }
}
