package dev.mayfly.retrieval.embedding;

import java.util.List;

/** Makes vectors of length one from texts. Calls block; any thread may make them. */
public interface Embedder extends AutoCloseable {
    /** Vectors of different models do not go together. */
    String model();

    int dimensions();

    /** In the order of the texts. */
    List<float[]> passages(List<String> texts);

    float[] query(String text);

    @Override
    void close();
}
