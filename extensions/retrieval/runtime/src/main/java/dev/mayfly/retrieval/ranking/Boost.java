package dev.mayfly.retrieval.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Raises the score of a document by a part of itself: {@code score * (1 + weight * match)}. */
public record Boost(String field, Match match, double weight) {
    private static final double WEIGHT_MAX = 100;

    public Boost {
        if (!(weight >= -1 && weight <= WEIGHT_MAX))
            throw new IllegalArgumentException(
                    "the weight of a boost must be between -1 and %.0f".formatted(WEIGHT_MAX));
    }

    /** How well a value fits, from 0 to 1. */
    public sealed interface Match {
        record Value(JsonNode value) implements Match {}

        record Range(Optional<Double> from, Optional<Double> to) implements Match {}

        record Exists() implements Match {}

        /** Falls with the distance from the origin; at the scale it is a half. */
        record Decay(double origin, double scale, Shape shape) implements Match {
            public Decay {
                if (!(scale > 0)) throw new IllegalArgumentException("the scale of a decay must be above 0");
            }

            public double at(double value) {
                double distance = Math.abs(value - origin) / scale;
                return switch (shape) {
                    case exponential -> Math.pow(0.5, distance);
                    case gauss -> Math.pow(0.5, distance * distance);
                    case linear -> Math.max(0, 1 - distance / 2);
                };
            }
        }

        enum Shape {
            exponential,
            gauss,
            linear
        }
    }
}
