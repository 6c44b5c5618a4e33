package dev.mayfly.retrieval.index;

import java.io.IOException;

/** The index was closed before it could answer. Nothing is wrong with it: whoever opens it again is answered. */
public final class IndexClosed extends IOException {
    private static final long serialVersionUID = 1L;

    public IndexClosed(Throwable cause) {
        super("the index was closed", cause);
    }
}
