package dev.mayfly.retrieval;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How texts are embedded. */
@ConfigMapping(prefix = "mayfly.retrieval")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface RetrievalConfig {
    /** The model, and how it is run. */
    Embedding embedding();

    /** Of texts into vectors: in this process, unless an endpoint is set. */
    interface Embedding {
        /** How many texts are embedded at a time in this process, and how many threads share the work on one that comes alone. */
        @WithDefault("2")
        int threads();

        /** How many texts of queries may wait for their turn; who comes later is refused. */
        @WithDefault("256")
        int waitingMax();

        /** How many vectors are remembered by the hash of their text. */
        @WithDefault("20000")
        int remembered();

        /** An endpoint that is used instead, as OpenAI's: {@code https://host/v1}, to which {@code /embeddings} is added. */
        Optional<URI> endpoint();

        /** What that endpoint calls the model. */
        Optional<String> endpointModel();

        /** How many numbers a vector of that model has. */
        Optional<Integer> endpointDimensions();

        /** The bearer token that the endpoint asks for. */
        Optional<String> endpointToken();

        /** How many texts go into one request to that endpoint. */
        @WithDefault("64")
        int endpointBatch();

        /** How long that endpoint may take. */
        @WithDefault("30s")
        Duration endpointPatience();
    }
}
