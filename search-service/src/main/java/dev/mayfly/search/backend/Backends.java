package dev.mayfly.search.backend;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.retrieval.embedding.Embeddings;
import dev.mayfly.retrieval.index.RetrievalIndex;
import dev.mayfly.search.SearchConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The backend that is configured. */
@ApplicationScoped
class Backends {
    @Produces
    @Singleton
    Backend backend(SearchConfig config, Embeddings embeddings, ObjectMapper json) {
        return switch (config.backend()) {
            case lucene ->
                new LuceneBackend(
                        config.folder(),
                        new RetrievalIndex.Settings(config.exactMax(), RetrievalIndex.Settings.DEFAULT.bufferMb()));
            case opensearch ->
                new OpenSearchBackend(
                        new Cluster(config.opensearch(), json), config.opensearch(), embeddings::dimensions, json);
        };
    }
}
