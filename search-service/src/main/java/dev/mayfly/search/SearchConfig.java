package dev.mayfly.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The search service. */
@ConfigMapping(prefix = "mayfly.search")
public interface SearchConfig {
    /** Where the indexes lie. What is there can be made anew from the database at any time. */
    @WithDefault("${java.io.tmpdir}/mayfly-search")
    Path folder();

    /** How many indexes an account may have. */
    @WithDefault("100")
    int indexesMax();

    /** How many documents an index may have. */
    @WithDefault("5000000")
    long documentsMax();

    /** How many bytes of documents an index may have. */
    @WithDefault("21474836480")
    long bytesMax();

    /** How many bytes of documents an account may have, in all its indexes. */
    @WithDefault("53687091200")
    long accountBytesMax();

    /** How long a document may be, as JSON in characters. */
    @WithDefault("1048576")
    int documentLengthMax();

    /** How many lines may be sent at a time. */
    @WithDefault("20000")
    int linesMax();

    /** How long the hits of a page may be together, about, in characters; a page that becomes longer ends early, and says how to go on. */
    @WithDefault("16777216")
    long pageLengthMax();

    /** How many calls are worked on at a time; who comes later is refused. */
    @WithDefault("256")
    int callsMax();

    /** How many writes wait at a time until what they wrote is found; who comes later is refused before anything is written. */
    @WithDefault("128")
    int refreshesMax();

    /** How many indexes are open at a time; the one unused for longest is closed. */
    @WithDefault("64")
    int openMax();

    /** How often it is looked for changes that other processes made. */
    @WithDefault("500ms")
    Duration lookEvery();

    /** How often what is in memory is written to the disk; after a crash so much is indexed again. */
    @WithDefault("30s")
    Duration commitEvery();

    /** How long a search waits for an index that is being opened or made anew. */
    @WithDefault("30s")
    Duration openPatience();

    /** How long a write waits to be found, where it is to. */
    @WithDefault("30m")
    Duration refreshPatience();

    /** How long deletions are remembered for processes that follow. */
    @WithDefault("P7D")
    Duration deletionsKept();

    /** How often it is asked which accounts are no more; what they had is deleted the second time. */
    @WithDefault("10m")
    Duration accountsEvery();

    /** Where the words and vectors lie: {@code lucene} on this machine's disk, or a cluster of {@code opensearch}. */
    @WithDefault("lucene")
    BackendName backend();

    /** The cluster, where the backend is {@code opensearch}. */
    OpenSearch opensearch();

    /** What there is. */
    enum BackendName {
        lucene,
        opensearch
    }

    /** A cluster of OpenSearch with the k-NN plugin. */
    interface OpenSearch {
        /** Its address, such as {@code https://search.example.com:9200}. */
        Optional<URI> url();

        /** Who this service is there. */
        Optional<String> username();

        /** The password that goes with it. */
        Optional<String> password();

        /** How long it may take to answer. */
        @WithDefault("30s")
        Duration patience();

        /** How many shards an index is made with. */
        @WithDefault("1")
        int shards();

        /** How many copies each shard has beside the first. */
        @WithDefault("1")
        int replicas();
    }

    /** Up to how many passages are all compared with a query, instead of walking a graph. */
    @WithDefault("20000")
    int exactMax();
}
