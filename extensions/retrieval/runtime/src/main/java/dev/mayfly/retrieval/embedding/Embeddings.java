package dev.mayfly.retrieval.embedding;

import dev.mayfly.retrieval.RetrievalConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The embedder of this process, made when the first text is to be embedded: nobody waits for it at start. */
@Singleton
public class Embeddings {
    private static final String BGE = "bge-small-en-v1.5-q";

    private final RetrievalConfig.Embedding config;
    private Optional<Embedder> plain = Optional.empty();
    private Optional<Embedder> remembering = Optional.empty();

    Embeddings(RetrievalConfig config) {
        this.config = config.embedding();
    }

    /** What the embedder will call its vectors; known before it is made. */
    public String model() {
        return config.endpoint().isPresent() ? endpoint().model() : BGE;
    }

    /** How many numbers its vectors will have; known before it is made. */
    public int dimensions() {
        return config.endpoint().isPresent() ? endpoint().dimensions() : BgeSmall.DIMENSIONS;
    }

    /** Blocks while the model is loaded. */
    public synchronized Embedder embedder() {
        if (remembering.isEmpty()) remembering = Optional.of(new RememberingEmbedder(forgetful(), config.remembered()));
        return remembering.get();
    }

    /** The same without its memory, for texts that are to leave no trace once they are deleted. */
    public synchronized Embedder forgetful() {
        if (plain.isEmpty()) plain = Optional.of(make());
        return plain.get();
    }

    private Embedder make() {
        return config.endpoint().isPresent()
                ? new EndpointEmbedder(endpoint())
                : new QueuedEmbedder(loaded(), config.threads(), config.waitingMax());
    }

    private BgeSmall loaded() {
        try {
            return new BgeSmall(config.threads());
        } catch (LinkageError e) {
            throw new EmbeddingFailed("the native libraries of the embedding model cannot be loaded", e);
        }
    }

    private EndpointEmbedder.Place endpoint() {
        return new EndpointEmbedder.Place(
                config.endpoint().orElseThrow(),
                config.endpointModel().orElseThrow(() -> missing("endpoint-model")),
                config.endpointDimensions().orElseThrow(() -> missing("endpoint-dimensions")),
                config.endpointToken(),
                config.endpointBatch(),
                config.endpointPatience());
    }

    private static EmbeddingFailed missing(String key) {
        return new EmbeddingFailed(
                "mayfly.retrieval.embedding.endpoint is set, and mayfly.retrieval.embedding.%s is missing"
                        .formatted(key));
    }

    @PreDestroy
    synchronized void close() {
        plain.ifPresent(Embedder::close);
    }
}
