package dev.mayfly.retrieval.embedding;

import org.jspecify.annotations.Nullable;

/** A text has no vector. */
public sealed class EmbeddingFailed extends RuntimeException permits TextRefused {
    private static final long serialVersionUID = 1L;

    public EmbeddingFailed(String message) {
        super(message);
    }

    public EmbeddingFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
