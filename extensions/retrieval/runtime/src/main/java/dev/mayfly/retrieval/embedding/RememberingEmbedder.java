package dev.mayfly.retrieval.embedding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Embeds no text twice while it is remembered; who was asked for least recently is forgotten first. */
public final class RememberingEmbedder implements Embedder {
    private final Embedder inner;
    private final Map<String, float[]> vectors;

    public RememberingEmbedder(Embedder inner, int max) {
        this.inner = inner;
        this.vectors = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
                return size() > max;
            }
        };
    }

    @Override
    public String model() {
        return inner.model();
    }

    @Override
    public int dimensions() {
        return inner.dimensions();
    }

    @Override
    public List<float[]> passages(List<String> texts) {
        List<String> missing = texts.stream()
                .distinct()
                .filter(text -> known('p', text) == null)
                .toList();
        Map<String, float[]> made = new LinkedHashMap<>();
        List<float[]> vectors = missing.isEmpty() ? List.of() : inner.passages(missing);
        for (int i = 0; i < missing.size(); i++) made.put(missing.get(i), keep('p', missing.get(i), vectors.get(i)));
        List<float[]> all = new ArrayList<>();
        for (String text : texts) all.add(found(made, 'p', text, inner::passages));
        return all;
    }

    /** A text that was known when it was looked at may be forgotten by now. */
    private float[] found(
            Map<String, float[]> made, char kind, String text, Function<List<String>, List<float[]>> again) {
        float[] vector = made.get(text);
        if (vector == null) vector = known(kind, text);
        return vector != null
                ? vector
                : keep(kind, text, again.apply(List.of(text)).getFirst());
    }

    @Override
    public float[] query(String text) {
        float[] known = known('q', text);
        return known != null ? known : keep('q', text, inner.query(text));
    }

    private float @org.jspecify.annotations.Nullable [] known(char kind, String text) {
        String key = kind + TextHash.of(text);
        synchronized (vectors) {
            return vectors.get(key);
        }
    }

    private float[] keep(char kind, String text, float[] vector) {
        String key = kind + TextHash.of(text);
        synchronized (vectors) {
            vectors.put(key, vector);
        }
        return vector;
    }

    @Override
    public void close() {
        inner.close();
    }
}
