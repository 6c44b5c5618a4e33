package dev.mayfly.retrieval.schema;

/** What a field of documents may hold, and what it is good for. */
public sealed interface Field {
    /** Is searched for its words. @param weight as how many words one counts */
    record Text(Analysis analysis, int weight) implements Field {
        private static final int WEIGHT_MAX = 100;

        public Text {
            if (weight < 1 || weight > WEIGHT_MAX)
                throw new IllegalArgumentException(
                        "the weight of a text field must be a whole number between 1 and %d, not %d"
                                .formatted(WEIGHT_MAX, weight));
        }
    }

    /** Is compared as a whole. */
    record Keyword() implements Field {}

    record Number() implements Field {}

    record Bool() implements Field {}

    /** A moment, as {@code 2026-11-28} or {@code 2026-11-28T04:50:00Z}. */
    record Date() implements Field {}

    /** Stands for the document's meaning, instead of what this process would make from its text. */
    record Vector(int dimensions) implements Field {
        /** As many as any model of embeddings gives. */
        public static final int DIMENSIONS_MAX = 4_096;

        public Vector {
            if (dimensions < 2 || dimensions > DIMENSIONS_MAX)
                throw new IllegalArgumentException(
                        "a vector must have between 2 and %d dimensions, not %d".formatted(DIMENSIONS_MAX, dimensions));
        }
    }
}
