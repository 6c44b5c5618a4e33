package dev.mayfly.retrieval.index;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.retrieval.ranking.Boost;
import dev.mayfly.retrieval.ranking.Boost.Match;
import dev.mayfly.retrieval.ranking.Explanation;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the boosts of a question make of a score. */
final class Boosting {
    private final Schema schema;
    private final List<Boost> boosts;

    Boosting(Schema schema, List<Boost> boosts) {
        check(schema, boosts);
        this.schema = schema;
        this.boosts = boosts;
    }

    static void check(Schema schema, List<Boost> boosts) {
        for (Boost boost : boosts)
            if (!schema.fields().containsKey(boost.field()))
                throw new IllegalArgumentException("there is no field %s to boost by; there are %s"
                        .formatted(
                                boost.field(), String.join(", ", schema.fields().keySet())));
    }

    Explanation of(Explanation score, JsonNode fields) {
        List<Explanation> parts = new ArrayList<>();
        parts.add(score);
        double factor = 1;
        for (Boost boost : boosts) {
            double match = match(boost, fields.path(boost.field()));
            factor += boost.weight() * match;
            parts.add(new Explanation(
                    "boost " + boost.field(),
                    boost.weight() * match,
                    List.of(
                            new Explanation("weight", boost.weight(), List.of()),
                            new Explanation("match", match, List.of()))));
        }
        return new Explanation("boosted", score.value() * Math.max(0, factor), parts);
    }

    /** The best of several values. */
    private double match(Boost boost, JsonNode value) {
        boolean there = !value.isMissingNode() && !value.isNull();
        return switch (boost.match()) {
            case Match.Exists() -> there ? 1 : 0;
            case Match.Value(var wanted) ->
                each(value).anyMatch(one -> one.asText().equals(wanted.asText())) ? 1 : 0;
            case Match.Range(var from, var to) ->
                numbers(boost.field(), value)
                                .anyMatch(one -> one >= from.orElse(Double.NEGATIVE_INFINITY)
                                        && one <= to.orElse(Double.POSITIVE_INFINITY))
                        ? 1
                        : 0;
            case Match.Decay decay ->
                numbers(boost.field(), value).mapToDouble(decay::at).max().orElse(0);
        };
    }

    private Stream<Double> numbers(String field, JsonNode value) {
        return each(value)
                .map(one -> number(field, one))
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble);
    }

    /** Dates are milliseconds. */
    private OptionalDouble number(String field, JsonNode value) {
        if (value.isNumber()) return OptionalDouble.of(value.doubleValue());
        if (!(schema.fields().get(field) instanceof Field.Date) || !value.isTextual()) return OptionalDouble.empty();
        try {
            return OptionalDouble.of(Content.moment(field, value.textValue()));
        } catch (IllegalArgumentException e) {
            return OptionalDouble.empty(); // it was kept when the field was another
        }
    }

    private static Stream<JsonNode> each(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) return Stream.empty();
        return value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.of(value);
    }
}
