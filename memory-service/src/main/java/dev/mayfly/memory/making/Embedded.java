package dev.mayfly.memory.making;

import dev.mayfly.memory.store.Change.MadeVector;
import dev.mayfly.memory.store.Known;
import dev.mayfly.retrieval.embedding.Embedder;
import dev.mayfly.retrieval.embedding.Embeddings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Vectors of memories. */
@ApplicationScoped
public class Embedded {
    private final Embeddings embeddings;

    Embedded(Embeddings embeddings) {
        this.embeddings = embeddings;
    }

    public String model() {
        return embeddings.model();
    }

    /** In the order of the memories. No cache keeps what is deleted. */
    public List<MadeVector> of(List<Known> memories) {
        Embedder embedder = embeddings.forgetful();
        return embedder.passages(memories.stream().map(Known::toEmbed).toList()).stream()
                .map(vector -> new MadeVector(embedder.model(), vector))
                .toList();
    }

    /** Fails where the model takes no text at all. */
    void require() {
        embeddings.forgetful().passages(List.of("Is anybody there?"));
    }

    public float[] query(String text) {
        return embeddings.embedder().query(text);
    }
}
