package dev.mayfly.search.queries;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search.BoostSettings;
import dev.mayfly.bindings.search.Search.DecaySettings;
import dev.mayfly.bindings.search.Search.FeedbackSettings;
import dev.mayfly.bindings.search.Search.FusionSettings;
import dev.mayfly.bindings.search.Search.Query;
import dev.mayfly.retrieval.embedding.UnitVector;
import dev.mayfly.retrieval.index.Facets;
import dev.mayfly.retrieval.index.Question;
import dev.mayfly.retrieval.ranking.Boost;
import dev.mayfly.retrieval.ranking.Boost.Match;
import dev.mayfly.retrieval.ranking.Feedback;
import dev.mayfly.retrieval.ranking.Fusion;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a query means, all of it looked at before anything is searched. */
public record QueryPlan(
        Mode mode,
        String text,
        Optional<float[]> vector,
        int limit,
        Optional<Filter> filter,
        List<String> readers,
        Fusion fusion,
        Optional<Feedback> feedback,
        List<Boost> boosts,
        List<String> facets,
        int contextExpansion,
        boolean highlight,
        Optional<Double> matchThreshold,
        boolean explain,
        boolean partialAllowed) {
    public static final int LIMIT_MAX = 1_000;
    /** Of each leg; so far one can page. */
    public static final int CANDIDATES_MAX = 2_000;

    private static final String CODE = "invalid-query";
    private static final int TEXT_MAX = 10_000;
    private static final int READERS_MAX = 1_000;
    private static final int BOOSTS_MAX = 16;
    private static final int FACETS_MAX = 16;
    private static final int CANDIDATES_MIN = 200;
    /** Pages are of the same candidates until there must be more: else each would be of another order. */
    private static final int STEP = 4;

    private static final int RRF_K = 60;
    private static final int FEEDBACK_DOCUMENTS = 10;
    private static final int FEEDBACK_WORDS = 20;
    private static final double FEEDBACK_WEIGHT = 0.3;

    /** Fails with {@link Problem.Invalid}. */
    public static QueryPlan of(Query query, Schema schema) {
        try {
            return read(query, schema);
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid(CODE, String.valueOf(e.getMessage()));
        }
    }

    private static QueryPlan read(Query query, Schema schema) {
        String text = query.query().orElse("");
        Mode mode = query.mode().map(word -> word(Mode.values(), "mode", word)).orElseGet(() -> usual(query, schema));
        check(
                query.rerank().filter(rerank -> !rerank.isNull()).isEmpty(),
                "rerank is not offered: without a GPU a model that reads every hit again takes seconds; boosts and fusion change the order");
        check(text.length() <= TEXT_MAX, "a query has at most %d characters".formatted(TEXT_MAX));
        Optional<float[]> vector = query.vector().map(numbers -> vector(numbers, schema));
        boolean supplied = schema.vectorField().isPresent();
        check(
                mode == Mode.keyword || !supplied || vector.isPresent(),
                "the documents bring their vectors along, so a query for their meaning needs a vector, too");
        check(mode != Mode.keyword || !text.isBlank(), "query is missing: the words that are searched for");
        check(mode == Mode.keyword || supplied || !text.isBlank(), "query is missing");
        check(
                mode == Mode.vector || !schema.texts().isEmpty(),
                "the index has no text fields: only the mode vector finds anything");
        int limit = bounded("limit", query.limit().orElse(10), 1, LIMIT_MAX);
        List<String> readers = query.acl().orElse(List.of());
        check(readers.size() <= READERS_MAX, "acl has at most %d readers".formatted(READERS_MAX));
        List<String> facets = query.facets().orElse(List.of());
        check(facets.size() <= FACETS_MAX, "at most %d facets are counted at a time".formatted(FACETS_MAX));
        List<BoostSettings> boosts = query.boosts().orElse(List.of());
        check(boosts.size() <= BOOSTS_MAX, "a query has at most %d boosts".formatted(BOOSTS_MAX));
        return new QueryPlan(
                mode,
                text,
                vector,
                limit,
                query.filter().filter(filter -> !filter.isNull()).map(Filter::of),
                readers,
                query.fusion().map(QueryPlan::fusion).orElse(Fusion.DEFAULT),
                query.feedback().map(asked -> feedback(asked, mode)),
                boosts.stream().map(boost -> boost(boost, schema)).toList(),
                facets,
                bounded("contextExpansion", query.contextExpansion().orElse(0), 0, 3),
                query.highlight().orElse(false),
                query.matchThreshold(),
                query.explain().orElse(false),
                partial(query.partial()));
    }

    private static Mode usual(Query query, Schema schema) {
        if (schema.texts().isEmpty()) return Mode.vector;
        return schema.vectorField().isPresent() && query.vector().isEmpty() ? Mode.keyword : Mode.hybrid;
    }

    private static float[] vector(List<Float> numbers, Schema schema) {
        int wanted = schema.suppliedDimensions()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the index makes its vectors itself: a query has no vector of its own"));
        check(numbers.size() == wanted, "vector must have %d numbers, not %d".formatted(wanted, numbers.size()));
        float[] vector = new float[wanted];
        for (int i = 0; i < wanted; i++) vector[i] = numbers.get(i);
        return UnitVector.of(vector);
    }

    private static Feedback feedback(FeedbackSettings asked, Mode mode) {
        check(mode != Mode.vector, "feedback is of words: the mode vector has none");
        return new Feedback(
                asked.documents().orElse(FEEDBACK_DOCUMENTS),
                asked.words().orElse(FEEDBACK_WORDS),
                asked.weight().orElse(FEEDBACK_WEIGHT));
    }

    private static Fusion fusion(FusionSettings asked) {
        Map<String, Double> weights = asked.weights().orElse(Map.of());
        for (String leg : weights.keySet())
            check(
                    List.of("keyword", "vector").contains(leg),
                    "there is no leg %s; there are keyword and vector".formatted(leg));
        String method = asked.method().orElse("convex");
        return switch (method) {
            case "convex" -> {
                check(asked.k().isEmpty(), "k belongs to the method rrf");
                var usual = ((Fusion.Convex) Fusion.DEFAULT).weights();
                yield weights.isEmpty() ? Fusion.DEFAULT : new Fusion.Convex(weights(weights, usual));
            }
            case "rrf" ->
                new Fusion.ReciprocalRank(
                        weights(weights, new Fusion.Weights(1, 1)), asked.k().orElse(RRF_K));
            default ->
                throw new IllegalArgumentException("there is no fusion %s; there are convex and rrf".formatted(method));
        };
    }

    private static Fusion.Weights weights(Map<String, Double> given, Fusion.Weights usual) {
        return new Fusion.Weights(
                given.getOrDefault("keyword", usual.keyword()), given.getOrDefault("vector", usual.vector()));
    }

    private static Boost boost(BoostSettings asked, Schema schema) {
        Field field = schema.fields().get(asked.field());
        check(field != null, "there is no field %s to boost by".formatted(asked.field()));
        check(!(field instanceof Field.Vector), "%s is a vector: nothing is boosted by it".formatted(asked.field()));
        List<Match> matches = new ArrayList<>();
        asked.value().filter(value -> !value.isNull()).ifPresent(value -> matches.add(new Match.Value(value)));
        asked.range().ifPresent(range -> matches.add(new Match.Range(range.gte(), range.lte())));
        asked.exists().filter(exists -> exists).ifPresent(exists -> matches.add(new Match.Exists()));
        asked.decay().ifPresent(decay -> matches.add(decay(asked.field(), decay)));
        check(matches.size() == 1, "a boost has one of value, range, exists and decay");
        return new Boost(asked.field(), matches.getFirst(), asked.weight());
    }

    private static Match decay(String field, DecaySettings asked) {
        JsonNode origin = asked.origin();
        double from = origin.isNumber() ? origin.doubleValue() : Content.moment(field, origin.asText());
        return new Match.Decay(
                from,
                asked.scale(),
                asked.function()
                        .map(word -> word(Match.Shape.values(), "function", word))
                        .orElse(Match.Shape.exponential));
    }

    private static boolean partial(Optional<String> asked) {
        asked.ifPresent(word -> check(
                word.equals("allow") || word.equals("refuse"), "partial is allow, or refuse, which it is without it"));
        return asked.filter("allow"::equals).isPresent();
    }

    private static int bounded(String what, int value, int min, int max) {
        check(value >= min && value <= max, "%s must be between %d and %d, not %d".formatted(what, min, max, value));
        return value;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new IllegalArgumentException(otherwise);
    }

    private static <E extends Enum<E>> E word(E[] values, String what, String word) {
        return Arrays.stream(values)
                .filter(value -> value.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such %s; there are %s"
                        .formatted(what, Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", ")))));
    }

    public boolean needsVector() {
        return mode != Mode.keyword && vector.isEmpty();
    }

    /**
     * @param vector the meaning of the text, where it was to be made
     * @param indexes how many are asked
     */
    public Question question(Mode legs, Optional<float[]> vector, int offset, int indexes) {
        int candidates = Math.max(CANDIDATES_MIN, 2 * (limit + 1));
        while (candidates < 2 * (offset + limit + 1)) candidates *= STEP;
        candidates = Math.min(CANDIDATES_MAX, candidates);
        return new Question(
                legs,
                text,
                List.of(),
                vector,
                filter,
                readers,
                fusion,
                boosts,
                facets,
                indexes == 1 ? Facets.VALUES_MAX : Facets.OF_SEVERAL_MAX,
                candidates);
    }
}
