package dev.mayfly.retrieval.embedding;

/** The embedder works, and takes this text neither now nor later. */
public final class TextRefused extends EmbeddingFailed {
    private static final long serialVersionUID = 1L;

    public TextRefused(String message) {
        super(message);
    }
}
