package dev.mayfly.search.backend;

import static dev.mayfly.search.backend.OpenSearchFilters.bool;
import static dev.mayfly.search.backend.OpenSearchFilters.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.retrieval.embedding.TextHash;
import dev.mayfly.retrieval.index.Candidate;
import dev.mayfly.retrieval.index.Candidates;
import dev.mayfly.retrieval.index.Question;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Searches in OpenSearch. Each leg finds candidates; a second round scores all of them in both. Documents that are shown are read under the same filter
 * as was searched, so what changed meanwhile is shown to nobody who may not see it.
 */
final class OpenSearchSnapshot implements OpenIndex.Snapshot {
    private static final int WORDS_MAX = 512;

    private final OpenSearchIndex index;
    private final ObjectMapper json;
    private ObjectNode allowed;

    OpenSearchSnapshot(OpenSearchIndex index) {
        this.index = index;
        this.json = index.json();
        this.allowed = bool("filter", json.createArrayNode());
    }

    private record Meaning(double cosine, int passage) {}

    @Override
    public Candidates candidates(Question question) throws IOException {
        checkFields(question);
        allowed = new OpenSearchFilters(index.schema()).allowed(question);
        Optional<ObjectNode> words = question.mode() == Mode.vector ? Optional.empty() : words(question);
        Optional<float[]> vector = question.mode() == Mode.keyword ? Optional.empty() : question.vector();
        int max = question.candidates();
        Map<String, Double> ofWords = new HashMap<>();
        Set<String> found = new LinkedHashSet<>();
        if (words.isPresent()) {
            ofWords.putAll(scores(words.get(), allowed, max));
            found.addAll(ofWords.keySet());
        }
        if (vector.isPresent()) {
            found.addAll(byMeaning(vector.get(), max));
            if (words.isPresent()) ofWords.putAll(scores(words.get(), only(found), found.size()));
        }
        Map<String, Meaning> meanings = vector.isPresent() ? meanings(vector.get(), found) : Map.of();
        List<Candidate> candidates = new ArrayList<>();
        for (String id : found) {
            Meaning meaning = meanings.getOrDefault(id, new Meaning(Double.NaN, 0));
            double score = ofWords.getOrDefault(id, Double.NaN);
            candidates.add(new Candidate(id, score, meaning.cosine, meaning.passage, candidates.size()));
        }
        return new Candidates(candidates, facets(question, words, found));
    }

    private void checkFields(Question question) {
        Schema schema = index.schema();
        question.boosts().forEach(boost -> {
            if (!schema.fields().containsKey(boost.field()))
                throw new IllegalArgumentException("there is no field %s to boost by; there are %s"
                        .formatted(
                                boost.field(), String.join(", ", schema.fields().keySet())));
        });
        for (String facet : question.facets()) {
            Field kind = schema.fields().get(facet);
            if (!facet.startsWith(OpenSearchNames.METADATA_PREFIX)
                    && !(kind instanceof Field.Keyword || kind instanceof Field.Bool))
                throw new IllegalArgumentException(
                        "facets are counted of keywords, of what is true or false, and of metadata.<name>; %s is none"
                                .formatted(facet));
        }
    }

    /** Each word as often as it is asked for, in every analysis that the index has. */
    private Optional<ObjectNode> words(Question question) {
        ArrayNode any = json.createArrayNode();
        index.schema().texts().values().stream()
                .map(Field.Text::analysis)
                .distinct()
                .forEach(analysis -> {
                    Map<String, Integer> counted = new LinkedHashMap<>();
                    analysis.words(question.text()).forEach(word -> counted.merge(word, 1, Integer::sum));
                    counted.forEach((word, count) -> {
                        if (any.size() == WORDS_MAX) return;
                        ObjectNode term =
                                json.createObjectNode().put("value", word).put("boost", count);
                        any.add(object("term", object(OpenSearchNames.WORDS + "." + analysis.name(), term)));
                    });
                });
        if (any.isEmpty()) return Optional.empty();
        question.added().forEach(more -> {
            ObjectNode term = json.createObjectNode().put("value", more.word()).put("boost", more.weight());
            any.add(object(
                    "term", object(OpenSearchNames.WORDS + "." + more.analysis().name(), term)));
        });
        return Optional.of(OpenSearchFilters.any(any));
    }

    private ObjectNode only(Collection<String> ids) {
        ArrayNode values = json.createArrayNode();
        ids.forEach(id -> values.add(TextHash.of(id)));
        return bool("filter", json.createArrayNode().add(allowed).add(object("ids", object("values", values))));
    }

    private ObjectNode asked(JsonNode scored, ObjectNode filter, int size) {
        ObjectNode search = json.createObjectNode().put("size", size).put("_source", false);
        search.putArray("docvalue_fields").add(OpenSearchNames.KEY);
        ObjectNode bool = search.withObject("/query/bool");
        bool.putArray("must").add(scored);
        bool.putArray("filter").add(filter);
        return search;
    }

    private JsonNode hits(ObjectNode search) throws IOException {
        return index.search(search).path("hits").path("hits");
    }

    private static String id(JsonNode hit) {
        return hit.path("fields").path(OpenSearchNames.KEY).path(0).asText();
    }

    private Map<String, Double> scores(ObjectNode words, ObjectNode filter, int max) throws IOException {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (max > 0)
            hits(asked(words, filter, max))
                    .forEach(hit -> scores.put(id(hit), hit.path("_score").asDouble()));
        return scores;
    }

    private Set<String> byMeaning(float[] vector, int max) throws IOException {
        ObjectNode knn = json.createObjectNode().put("k", 2 * max);
        knn.set("vector", numbers(vector));
        knn.set("filter", allowed);
        ObjectNode nested = nested(object("knn", object(field(), knn)));
        Set<String> found = new LinkedHashSet<>();
        hits(asked(object("nested", nested), allowed, max)).forEach(hit -> found.add(id(hit)));
        return found;
    }

    private static String field() {
        return OpenSearchNames.PASSAGES + "." + OpenSearchNames.VECTOR;
    }

    private ObjectNode nested(ObjectNode query) {
        ObjectNode nested =
                json.createObjectNode().put("path", OpenSearchNames.PASSAGES).put("score_mode", "max");
        nested.set("query", query);
        return nested;
    }

    private ArrayNode numbers(float[] vector) {
        ArrayNode numbers = json.createArrayNode();
        for (float number : vector) numbers.add(number);
        return numbers;
    }

    /** Of the best passage of each, from the vectors in full. OpenSearch tells 1 + cosine, for scores are never below 0. */
    private Map<String, Meaning> meanings(float[] vector, Set<String> found) throws IOException {
        if (found.isEmpty()) return Map.of();
        ObjectNode scored = json.createObjectNode();
        scored.withObject("/query/exists").put("field", field());
        ObjectNode script = scored.putObject("script");
        script.put("lang", "knn").put("source", "knn_score");
        ObjectNode parameters = script.putObject("params");
        parameters.put("field", field()).put("space_type", OpenSearchNames.SPACE);
        parameters.set("query_value", numbers(vector));
        ObjectNode nested = nested(object("script_score", scored));
        nested.putObject("inner_hits").put("size", 1).put("_source", false);
        Map<String, Meaning> meanings = new HashMap<>();
        hits(asked(object("nested", nested), only(found), found.size()))
                .forEach(hit -> meanings.put(
                        id(hit),
                        new Meaning(
                                hit.path("_score").asDouble() - 1,
                                hit.at("/inner_hits/" + OpenSearchNames.PASSAGES + "/hits/hits/0/_nested/offset")
                                        .asInt())));
        return meanings;
    }

    private Map<String, Map<String, Long>> facets(Question question, Optional<ObjectNode> words, Set<String> found)
            throws IOException {
        if (question.facets().isEmpty()) return Map.of();
        boolean exhaustive = question.mode() == Mode.keyword && words.isPresent();
        ObjectNode search = json.createObjectNode().put("size", 0);
        search.set(
                "query",
                exhaustive
                        ? bool("filter", json.createArrayNode().add(words.get()).add(allowed))
                        : only(found));
        ObjectNode aggregations = search.putObject("aggs");
        List<String> asked = List.copyOf(new LinkedHashSet<>(question.facets()));
        for (int i = 0; i < asked.size(); i++)
            terms(aggregations.putObject(Integer.toString(i)), asked.get(i), question.facetValues());
        JsonNode counted = index.search(search).path("aggregations");
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++)
            facets.put(
                    asked.get(i),
                    counts(asked.get(i), counted.path(Integer.toString(i)).path("buckets")));
        return facets;
    }

    private static void terms(ObjectNode aggregation, String facet, int max) {
        ObjectNode terms = aggregation.putObject("terms").put("size", max);
        if (!facet.startsWith(OpenSearchNames.METADATA_PREFIX)) {
            terms.put("field", OpenSearchFilters.value(facet));
            return;
        }
        String before = OpenSearchNames.text(OpenSearchNames.metadata(facet), "");
        terms.put("field", OpenSearchNames.METADATA)
                .put("include", before.replaceAll("([^A-Za-z0-9\\x00])", "\\\\$1") + ".*");
    }

    private static Map<String, Long> counts(String facet, JsonNode buckets) {
        int before = facet.startsWith(OpenSearchNames.METADATA_PREFIX)
                ? OpenSearchNames.text(OpenSearchNames.metadata(facet), "").length()
                : 0;
        Map<String, Long> counts = new LinkedHashMap<>();
        buckets.forEach(bucket -> counts.put(
                bucket.path("key").asText().substring(before),
                bucket.path("doc_count").asLong()));
        return counts;
    }

    @Override
    public Map<Candidate, byte[]> sources(List<Candidate> candidates) throws IOException {
        if (candidates.isEmpty()) return Map.of();
        Map<String, Candidate> wanted = new TreeMap<>();
        candidates.forEach(candidate -> wanted.put(candidate.id(), candidate));
        ObjectNode search = json.createObjectNode().put("size", wanted.size());
        search.putArray("docvalue_fields").add(OpenSearchNames.KEY);
        search.putArray("_source").add(OpenSearchNames.SOURCE);
        search.set("query", only(wanted.keySet()));
        Map<Candidate, byte[]> sources = new HashMap<>();
        hits(search).forEach(hit -> {
            Candidate candidate = wanted.get(id(hit));
            String source = hit.path("_source")
                    .path(OpenSearchNames.SOURCE)
                    .path("json")
                    .asText();
            if (candidate != null) sources.put(candidate, source.getBytes(StandardCharsets.UTF_8));
        });
        return sources;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
