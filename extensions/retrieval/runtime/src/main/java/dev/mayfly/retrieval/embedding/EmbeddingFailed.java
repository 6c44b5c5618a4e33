package dev.mayfly.retrieval.embedding;

/** A text has no vector. */
public final class EmbeddingFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddingFailed(String message) {
        super(message);
    }

    public EmbeddingFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
