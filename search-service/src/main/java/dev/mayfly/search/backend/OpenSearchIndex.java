package dev.mayfly.search.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.retrieval.embedding.TextHash;
import dev.mayfly.retrieval.index.IndexClosed;
import dev.mayfly.retrieval.index.RetrievalIndex.Change;
import dev.mayfly.retrieval.index.RetrievalIndex.Size;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.backend.Cluster.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * An index in OpenSearch. Each change carries its place in the log as its version, so whoever follows later, or follows again, changes nothing that is
 * newer.
 */
final class OpenSearchIndex implements OpenIndex {
    private static final Logger LOG = Logger.getLogger(OpenSearchIndex.class);
    private static final String JSON_TYPE = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final int BULK_CHARACTERS = 8 << 20;
    private static final int IDS_AT_A_TIME = 5_000;

    private final Cluster cluster;
    private final String path;
    private final Schema schema;
    private final OpenSearchDocuments documents;
    private final long committed;
    private final ObjectMapper json;

    OpenSearchIndex(Cluster cluster, String path, Schema schema, long committed, ObjectMapper json) {
        this.cluster = cluster;
        this.path = path;
        this.schema = schema;
        this.committed = committed;
        this.json = json;
        this.documents = new OpenSearchDocuments(schema, json);
    }

    Schema schema() {
        return schema;
    }

    ObjectMapper json() {
        return json;
    }

    /** What is not there was removed by whoever saw first that it has other settings, or is no more. */
    Answer ask(String method, String more, String type, String body) throws IOException {
        Answer answer = cluster.ask(method, path + more, type, body, 404);
        if (answer.status() == 404) throw new IndexClosed(new IllegalStateException(path + " is not there any more"));
        return answer;
    }

    JsonNode search(ObjectNode query) throws IOException {
        return ask("POST", "/_search?search_type=dfs_query_then_fetch", JSON_TYPE, query.toString())
                .body();
    }

    @Override
    public long committed() {
        return committed;
    }

    @Override
    public void apply(List<Step> steps) throws IOException {
        StringBuilder lines = new StringBuilder();
        int from = 0;
        for (int i = 0; i < steps.size(); i++) {
            lines.append(lines(steps.get(i)));
            if (lines.length() <= BULK_CHARACTERS && i < steps.size() - 1) continue;
            send(steps.subList(from, i + 1), lines);
            lines.setLength(0);
            from = i + 1;
        }
    }

    private String lines(Step step) {
        String id = TextHash.of(step.change().id());
        String action = "{\"%s\":{\"_id\":\"%s\",\"version\":%d,\"version_type\":\"external_gte\"}}\n";
        return switch (step.change()) {
            case Change.Put(var entry) -> action.formatted("index", id, step.sequence()) + documents.of(entry) + "\n";
            case Change.Delete delete -> action.formatted("delete", id, step.sequence());
        };
    }

    private void send(List<Step> steps, StringBuilder lines) throws IOException {
        List<Step> refused = new ArrayList<>();
        for (Step step : sent(steps, lines))
            refused.add(
                    new Step(step.sequence(), new Change.Delete(step.change().id())));
        if (refused.isEmpty()) return;
        StringBuilder deletions = new StringBuilder();
        refused.forEach(step -> deletions.append(lines(step)));
        if (!sent(refused, deletions).isEmpty())
            throw new IOException("OpenSearch refuses documents, and that they are deleted, too");
    }

    /** @return those that were refused: one holds up no other, and what was there of it before may be for other readers, so that goes */
    private List<Step> sent(List<Step> steps, StringBuilder lines) throws IOException {
        JsonNode answer = ask("POST", "/_bulk", LINES, lines.toString()).body();
        List<Step> refused = new ArrayList<>();
        if (!answer.path("errors").asBoolean()) return refused;
        int at = 0;
        for (JsonNode item : answer.path("items")) {
            Step step = steps.get(at++);
            for (JsonNode one : item)
                if (isRefused(one.path("status").asInt(), one.path("error"))) {
                    LOG.errorf(
                            "OpenSearch refuses the document %s of %s, so it is not found: %s",
                            step.change().id(), path, one.path("error"));
                    refused.add(step);
                }
        }
        return refused;
    }

    /** What is newer there already, and what to delete was not there, is as it should be. */
    private static boolean isRefused(int status, JsonNode error) {
        if (status < 300 || status == 404 || status == 409) return false;
        if (status == 429 || status >= 500) throw Cluster.unavailable(error.toString());
        return true;
    }

    @Override
    public void refresh() throws IOException {
        ask("POST", "/_refresh", JSON_TYPE, "");
    }

    /** What a bulk acknowledged is on its disks already. */
    @Override
    public void commit(long sequence) throws IOException {
        ask("PUT", "/_mapping", JSON_TYPE, "{\"_meta\":{\"sequence\":%d}}".formatted(sequence));
    }

    @Override
    public Snapshot snapshot() {
        return new OpenSearchSnapshot(this);
    }

    @Override
    public Set<String> ids(Filter filter) throws IOException {
        ObjectNode query = json.createObjectNode().put("size", IDS_AT_A_TIME).put("_source", false);
        query.set("query", new OpenSearchFilters(schema).query(filter));
        query.putArray("sort").add(OpenSearchNames.KEY);
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode hits = hits(query); !hits.isEmpty(); hits = hits(query)) {
            hits.forEach(hit -> ids.add(hit.path("sort").path(0).asText()));
            query.set("search_after", hits.get(hits.size() - 1).path("sort"));
        }
        return ids;
    }

    private JsonNode hits(ObjectNode query) throws IOException {
        return search(query).path("hits").path("hits");
    }

    @Override
    public Size size() throws IOException {
        ObjectNode query = json.createObjectNode().put("size", 0);
        query.withObject("/aggs/passages/sum").put("field", OpenSearchNames.COUNT);
        long passages = search(query)
                .path("aggregations")
                .path("passages")
                .path("value")
                .asLong();
        JsonNode stats = ask("GET", "/_stats/store", JSON_TYPE, "").body();
        return new Size(
                passages,
                stats.path("_all")
                        .path("primaries")
                        .path("store")
                        .path("size_in_bytes")
                        .asLong());
    }

    @Override
    public void close() {
        // what is there belongs to the cluster; nothing of it is held here
    }
}
