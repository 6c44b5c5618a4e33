package dev.mayfly.search.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search.Document;
import dev.mayfly.bindings.search.Search.DocumentContent;
import dev.mayfly.retrieval.chunking.Chunking;
import dev.mayfly.retrieval.embedding.TextHash;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A document that may be kept.
 *
 * @param source all that is kept of it, as JSON, in one order of keys
 * @param texts what of it is embedded, as a hash
 */
public record Parsed(String id, String source, String hash, String texts) {
    public static final String CODE = "invalid-document";
    public static final int ID_MAX = 512;
    private static final int METADATA_MAX = 64;
    /** Each passage is filtered by all readers and values of its document. */
    private static final long VALUES_MAX = 2_000_000;

    /** What is kept of a document, in one form. */
    private record Source(Map<String, JsonNode> fields, List<String> acl, Map<String, JsonNode> metadata) {}

    public static Parsed of(ObjectMapper json, Schema schema, String id, DocumentContent document, int lengthMax) {
        checkId(id);
        Map<String, JsonNode> metadata = new TreeMap<>(document.metadata().orElse(Map.of()));
        if (metadata.size() > METADATA_MAX)
            throw new Problem.Invalid(CODE, "metadata has more than %d names".formatted(METADATA_MAX));
        List<String> acl =
                document.acl().orElse(List.of()).stream().distinct().sorted().toList();
        try {
            new Content(document.fields(), acl, metadata).check(schema);
            String source = source(json, new Content(new TreeMap<>(document.fields()), acl, metadata));
            if (source.length() > lengthMax)
                throw new Problem.TooLarge(
                        "search-document",
                        "the document has %d characters as JSON, at most %d are allowed"
                                .formatted(source.length(), lengthMax));
            long values = acl.size() + values(filtered(schema, document.fields())) + values(metadata);
            long passages = schema.embeds() ? 1 + source.length() / step(schema.chunking()) : 1;
            if (values * passages > VALUES_MAX)
                throw new Problem.TooLarge(
                        "search-document",
                        "the document has %d readers and values for each of some %d passages, %d in all are allowed: cut it into several"
                                .formatted(values, passages, VALUES_MAX));
            return new Parsed(id, source, TextHash.of(source), texts(schema, document.fields()));
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid(CODE, String.valueOf(e.getMessage()));
        }
    }

    private static int step(Chunking chunking) {
        return chunking.size() - chunking.overlap();
    }

    /** By which documents are filtered, not searched. */
    private static Map<String, JsonNode> filtered(Schema schema, Map<String, JsonNode> fields) {
        Map<String, JsonNode> filtered = new TreeMap<>(fields);
        filtered.keySet().removeAll(schema.texts().keySet());
        schema.vectorField().ifPresent(filtered::remove);
        return filtered;
    }

    private static long values(Map<String, JsonNode> all) {
        return all.values().stream()
                .mapToLong(value -> value.isArray() ? value.size() : 1)
                .sum();
    }

    private static String texts(Schema schema, Map<String, JsonNode> fields) {
        StringBuilder texts = new StringBuilder();
        for (String name : schema.texts().keySet())
            Optional.ofNullable(fields.get(name))
                    .ifPresent(value ->
                            texts.append(name).append('\n').append(value).append('\n'));
        return TextHash.of(texts.toString());
    }

    /** As it is kept; keys in the order that they have. */
    public static String source(ObjectMapper json, Content content) {
        try {
            return json.writeValueAsString(new Source(content.fields(), content.acl(), content.metadata()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that was read could not be written", e);
        }
    }

    private static void checkId(String id) {
        boolean fits = !id.isEmpty() && id.length() <= ID_MAX && id.chars().noneMatch(Character::isISOControl);
        if (!fits)
            throw new Problem.Invalid(
                    CODE, "an id has between 1 and %d characters, and no control characters".formatted(ID_MAX));
    }

    /** What a source says. */
    public static Content content(ObjectMapper json, String source) {
        Source read = read(json, source);
        return new Content(read.fields, read.acl, read.metadata);
    }

    public static Document document(ObjectMapper json, String id, String source) {
        Source read = read(json, source);
        return new Document(id, read.fields, read.acl, read.metadata);
    }

    private static Source read(ObjectMapper json, String source) {
        try {
            return json.readValue(source, Source.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that was kept could not be read", e);
        }
    }
}
