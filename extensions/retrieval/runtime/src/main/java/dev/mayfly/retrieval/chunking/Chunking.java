package dev.mayfly.retrieval.chunking;

/**
 * How long passages are, and by how much neighbours overlap, in characters.
 *
 * @param structure which boundaries a document has
 */
public record Chunking(int size, int overlap, Structure structure) {
    /** About what an embedding model reads at once. */
    public static final Chunking DEFAULT = new Chunking(2_000, 200, Structure.text);

    private static final int SIZE_MIN = 200;
    private static final int SIZE_MAX = 20_000;

    public enum Structure {
        text,
        /** A heading begins a passage. */
        markdown,
        /** What people see of it is what is searched. */
        html,
        /** Text of a PDF, whose pages stand with a form feed between: a page begins a passage. */
        pdf
    }

    public Chunking {
        if (size < SIZE_MIN || size > SIZE_MAX)
            throw new IllegalArgumentException("the size of a chunk must be between %d and %d characters, not %d"
                    .formatted(SIZE_MIN, SIZE_MAX, size));
        if (overlap < 0 || overlap > size / 2)
            throw new IllegalArgumentException(
                    "the overlap must be between 0 and half of the size, not %d".formatted(overlap));
    }
}
