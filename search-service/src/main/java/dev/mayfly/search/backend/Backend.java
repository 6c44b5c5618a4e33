package dev.mayfly.search.backend;

import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.store.IndexRow;
import java.io.IOException;

/** Keeps indexes that follow the truth. What it has can be made anew at any time. */
public interface Backend {
    /** What is there of it, or an empty one. Fails with an {@link IOException} where it is damaged, with a problem where it cannot be reached. */
    OpenIndex open(IndexRow row, Schema schema) throws IOException;

    /** All of it; where there is nothing, nothing happens. */
    void remove(IndexRow row) throws IOException;

    /** The same, and what is there of it in other settings. */
    void removeAll(IndexRow row) throws IOException;

    /** What is there of it in earlier settings. */
    void removeOlder(IndexRow row) throws IOException;
}
