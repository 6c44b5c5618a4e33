package dev.mayfly.search.backend;

import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.store.IndexRow;
import java.io.IOException;
import java.util.function.LongPredicate;

/** Keeps indexes that follow the truth. What it has can be made anew at any time. */
public interface Backend {
    /** What is there of it, or an empty one. Fails with an {@link IOException} where it is damaged, with a problem where it cannot be reached. */
    OpenIndex open(IndexRow row, Schema schema) throws IOException;

    /** What is there of it in the settings of some generations; where there is nothing, nothing happens. */
    void remove(IndexRow row, LongPredicate generations) throws IOException;

    /** What is there of it in its present settings. */
    default void remove(IndexRow row) throws IOException {
        remove(row, generation -> generation == row.generation);
    }
}
