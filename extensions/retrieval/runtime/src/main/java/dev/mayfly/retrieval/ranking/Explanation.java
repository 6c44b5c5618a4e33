package dev.mayfly.retrieval.ranking;

import java.util.List;

/** Why a score is what it is. */
public record Explanation(String what, double value, List<Explanation> parts) {
    /** One summand: a weight times something that is explained. */
    record Part(String what, double weight, double factor, Explanation of) {
        double value() {
            return weight * factor;
        }

        Explanation told() {
            return new Explanation(
                    what,
                    value(),
                    List.of(
                            new Explanation("weight", weight, List.of()),
                            new Explanation("normalised", factor, List.of(of))));
        }
    }
}
