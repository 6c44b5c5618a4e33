package dev.mayfly.memory.making;

import dev.mayfly.memory.store.Change.MadeVectors;
import dev.mayfly.memory.store.Known;
import dev.mayfly.retrieval.embedding.Embedder;
import dev.mayfly.retrieval.embedding.Embeddings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Vectors of memories: of what each says, and of what was said around it. */
@ApplicationScoped
public class Embedded {
    private final Embeddings embeddings;

    Embedded(Embeddings embeddings) {
        this.embeddings = embeddings;
    }

    public String model() {
        return embeddings.model();
    }

    /** In the order of the memories. */
    public List<MadeVectors> of(List<Known> memories) {
        List<String> texts = new ArrayList<>();
        for (Known memory : memories) {
            texts.add(memory.content());
            if (!memory.context().isBlank()) texts.add(memory.context());
        }
        Embedder embedder = embeddings.embedder();
        List<float[]> vectors = embedder.passages(texts);
        List<MadeVectors> made = new ArrayList<>();
        int at = 0;
        for (Known memory : memories) {
            float[] content = vectors.get(at++);
            Optional<float[]> context = memory.context().isBlank() ? Optional.empty() : Optional.of(vectors.get(at++));
            made.add(new MadeVectors(embedder.model(), content, context));
        }
        return made;
    }

    public float[] query(String text) {
        return embeddings.embedder().query(text);
    }
}
