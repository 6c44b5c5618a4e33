package dev.mayfly.search.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.SearchConfig;
import dev.mayfly.search.store.IndexRow;
import java.io.IOException;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.function.LongPredicate;

/** A cluster of OpenSearch, with an index of its own for each of ours and each of its settings. */
final class OpenSearchBackend implements Backend {
    private static final int LINKS = 16;
    private static final int BEAM = 100;
    private static final String PREFIX = "mayfly-search-";
    private static final String JSON_TYPE = "application/json";

    private final Cluster cluster;
    private final SearchConfig.OpenSearch config;
    private final IntSupplier dimensions;
    private final ObjectMapper json;

    /** @param dimensions of the vectors that this service makes */
    OpenSearchBackend(Cluster cluster, SearchConfig.OpenSearch config, IntSupplier dimensions, ObjectMapper json) {
        this.cluster = cluster;
        this.config = config;
        this.dimensions = dimensions;
        this.json = json;
    }

    private static String name(IndexRow row) {
        return PREFIX + row.folder();
    }

    @Override
    public OpenIndex open(IndexRow row, Schema schema) throws IOException {
        String path = "/" + name(row);
        Cluster.Answer there = cluster.ask("GET", path + "/_mapping", JSON_TYPE, "", 404);
        if (there.status() == 404)
            cluster.ask("PUT", path, JSON_TYPE, settings(schema).toString(), 400);
        long committed = there.body()
                .path(name(row))
                .path("mappings")
                .path("_meta")
                .path("sequence")
                .asLong(0);
        return new OpenSearchIndex(cluster, path, schema, committed, json);
    }

    /** What is not there when it is written to is refused, so a creation that lost a race against another's may fail. */
    private ObjectNode settings(Schema schema) {
        ObjectNode body = json.createObjectNode();
        ObjectNode index = body.putObject("settings").putObject("index");
        index.put("knn", true).put("number_of_shards", config.shards()).put("number_of_replicas", config.replicas());
        ObjectNode mappings = body.putObject("mappings");
        mappings.put("dynamic", "false").putObject("_meta").put("sequence", 0);
        ObjectNode fields = mappings.putObject("properties");
        for (String keyword : OpenSearchNames.KEYWORDS) type(fields, keyword, "keyword");
        type(fields, OpenSearchNames.COUNT, "integer");
        fields.putObject(OpenSearchNames.SOURCE).put("type", "object").put("enabled", false);
        ObjectNode values = fields.putObject(OpenSearchNames.VALUES).putObject("properties");
        ObjectNode words = fields.putObject(OpenSearchNames.WORDS).putObject("properties");
        schema.fields().forEach((name, field) -> {
            switch (field) {
                case Field.Text text -> words(words, text.analysis().name());
                case Field.Keyword keyword -> type(values, name, "keyword");
                case Field.Bool bool -> type(values, name, "keyword");
                case Field.Number number -> type(values, name, "double");
                case Field.Date date -> type(values, name, "long");
                case Field.Vector vector -> {}
            }
        });
        vectorLength(schema).ifPresent(length -> vectors(fields, length));
        return body;
    }

    private OptionalInt vectorLength(Schema schema) {
        if (schema.embeds()) return OptionalInt.of(dimensions.getAsInt());
        return schema.suppliedDimensions().map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static void type(ObjectNode fields, String name, String type) {
        fields.putObject(name).put("type", type);
    }

    /** Words come as this service cut them, with a space between: both backends know the same words. */
    private static void words(ObjectNode fields, String analysis) {
        fields.putObject(analysis)
                .put("type", "text")
                .put("analyzer", "whitespace")
                .put("index_options", "freqs");
    }

    private static void vectors(ObjectNode fields, int length) {
        ObjectNode method = fields.putObject(OpenSearchNames.PASSAGES)
                .put("type", "nested")
                .putObject("properties")
                .putObject(OpenSearchNames.VECTOR)
                .put("type", "knn_vector")
                .put("dimension", length)
                .putObject("method");
        method.put("name", "hnsw").put("engine", "lucene").put("space_type", OpenSearchNames.SPACE);
        method.putObject("parameters").put("m", LINKS).put("ef_construction", BEAM);
    }

    @Override
    public void remove(IndexRow row, LongPredicate generations) throws IOException {
        JsonNode found = cluster.ask("GET", "/" + PREFIX + row.id + "-*/_mapping", JSON_TYPE, "", 404)
                .body();
        for (Iterator<String> names = found.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith(PREFIX)
                    && row.generationOf(name.substring(PREFIX.length()))
                            .filter(generations::test)
                            .isPresent()) cluster.ask("DELETE", "/" + name, JSON_TYPE, "", 404);
        }
    }
}
