package dev.mayfly.retrieval.embedding;

import org.jspecify.annotations.Nullable;

/** A text has no vector. */
public final class EmbeddingFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddingFailed(String message) {
        super(message);
    }

    public EmbeddingFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
