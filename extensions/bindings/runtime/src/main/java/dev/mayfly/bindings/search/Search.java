package dev.mayfly.bindings.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.Binding;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.problem.Present;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents of an account, found by their words and their meaning. */
@Contract(owner = "search-service")
@Binding("search")
@Path("/v1/accounts/{account}/search")
public interface Search {
    /** By name. */
    @GET
    @Needs(Action.SEARCH_READ)
    Uni<List<Index>> indexes(@PathParam("account") String account);

    /** Makes an index, or changes it: its documents stay, and are indexed anew where the settings are others. */
    @PUT
    @Path("{index}")
    @Needs(Action.SEARCH_WRITE)
    Uni<Index> putIndex(@PathParam("account") String account, @PathParam("index") String index, IndexSettings settings);

    @GET
    @Path("{index}")
    @Needs(Action.SEARCH_READ)
    Uni<Index> index(@PathParam("account") String account, @PathParam("index") String index);

    /** With all of its documents. */
    @DELETE
    @Path("{index}")
    @Needs(Action.SEARCH_WRITE)
    Uni<Void> deleteIndex(@PathParam("account") String account, @PathParam("index") String index);

    @GET
    @Path("{index}/stats")
    @Needs(Action.SEARCH_READ)
    Uni<Stats> stats(@PathParam("account") String account, @PathParam("index") String index);

    /**
     * Puts many documents: each line is one, as JSON with its {@code id}. A line that is refused does not hinder the others; what is told as
     * done is kept. The same lines may be sent again.
     *
     * @param refresh whether to answer once all of them are found by their words and their meaning
     */
    @POST
    @Path("{index}/documents")
    @Consumes({"application/x-ndjson", "application/json", "text/plain"})
    @Needs(Action.SEARCH_WRITE)
    Uni<BulkResult> bulk(
            @PathParam("account") String account,
            @PathParam("index") String index,
            String lines,
            @QueryParam("refresh") Optional<Boolean> refresh);

    /** Puts one document in the place of what was there. */
    @PUT
    @Path("{index}/documents/{id}")
    @Needs(Action.SEARCH_WRITE)
    Uni<LineResult> putDocument(
            @PathParam("account") String account,
            @PathParam("index") String index,
            @PathParam("id") String id,
            DocumentContent document,
            @QueryParam("refresh") Optional<Boolean> refresh);

    /** As it was put, whoever may see it. */
    @GET
    @Path("{index}/documents/{id}")
    @Needs(Action.SEARCH_READ)
    Uni<Document> document(
            @PathParam("account") String account, @PathParam("index") String index, @PathParam("id") String id);

    @DELETE
    @Path("{index}/documents/{id}")
    @Needs(Action.SEARCH_WRITE)
    Uni<Void> deleteDocument(
            @PathParam("account") String account,
            @PathParam("index") String index,
            @PathParam("id") String id,
            @QueryParam("refresh") Optional<Boolean> refresh);

    /** Deletes the documents that a filter has, whoever may see them. */
    @POST
    @Path("{index}/delete")
    @Needs(Action.SEARCH_WRITE)
    Uni<Deleted> deleteDocuments(
            @PathParam("account") String account, @PathParam("index") String index, Deletion deletion);

    /** @param index one, or several with commas between them: their documents stand in one order */
    @POST
    @Path("{index}/search")
    @Needs(Action.SEARCH_READ)
    Uni<Result> search(@PathParam("account") String account, @PathParam("index") String index, Query query);

    /** Tells how good the rankings of several settings are, held against judgments. */
    @POST
    @Path("{index}/eval")
    @Needs(Action.SEARCH_READ)
    Uni<Evaluation> eval(
            @PathParam("account") String account, @PathParam("index") String index, EvaluationRequest request);

    /** @param fields by name; left out: {@code title} and {@code text}, both text */
    record IndexSettings(Optional<Map<String, FieldSettings>> fields, Optional<ChunkSettings> chunking) {
        public IndexSettings {
            Present.values("invalid-index", "fields", fields.orElse(Map.of()));
        }
    }

    /**
     * @param weight of a text field: as how many words one counts (1 to 100, default 1)
     * @param analyzer of a text field: {@code english}, unless it is said
     * @param dimensions of a vector field
     */
    record FieldSettings(
            FieldType type, Optional<Integer> weight, Optional<String> analyzer, Optional<Integer> dimensions) {
        public FieldSettings {
            Present.value("invalid-index", "type", type);
        }
    }

    enum FieldType {
        text,
        keyword,
        number,
        bool,
        date,
        vector;

        /** {@code boolean} is a word that Java keeps to itself. */
        @com.fasterxml.jackson.annotation.JsonCreator
        public static FieldType of(String name) {
            for (FieldType type : values()) if (type.told().equals(name)) return type;
            throw new dev.mayfly.bindings.problem.Problem.Invalid(
                    "invalid-index",
                    "there is no field type %s; there are text, keyword, number, boolean, date, vector"
                            .formatted(name));
        }

        @com.fasterxml.jackson.annotation.JsonValue
        public String told() {
            return this == bool ? "boolean" : name();
        }
    }

    /**
     * @param size characters of a passage (default 2,000), {@code overlap} of them shared with the next (default 200)
     * @param structure {@code text}, {@code markdown}, {@code html} or {@code pdf}
     */
    record ChunkSettings(Optional<Integer> size, Optional<Integer> overlap, Optional<String> structure) {}

    /** @param model that makes the vectors; none where documents bring them along */
    record Index(
            String name,
            Map<String, FieldSettings> fields,
            ChunkSettings chunking,
            Optional<String> model,
            long documents,
            Instant createdAt) {}

    /**
     * @param bytes of the documents
     * @param passages that are in the index
     * @param indexBytes on the disk
     * @param waiting documents whose vectors are still to be made; by their words they are found already
     * @param behind changes that are kept and not found yet
     */
    record Stats(long documents, long bytes, long passages, long indexBytes, long waiting, long behind) {}

    /** @param acl who may see it; nobody named: everybody */
    record DocumentContent(
            Map<String, JsonNode> fields, Optional<List<String>> acl, Optional<Map<String, JsonNode>> metadata) {
        public DocumentContent {
            Present.value("invalid-document", "fields", fields);
            Present.values("invalid-document", "acl", acl.orElse(List.of()));
        }
    }

    record Document(String id, Map<String, JsonNode> fields, List<String> acl, Map<String, JsonNode> metadata) {}

    /** @param errors how many lines were refused */
    record BulkResult(List<LineResult> items, int errors, double took) {}

    /** @param status {@code created}, {@code updated}, {@code unchanged} or {@code refused} */
    record LineResult(int line, Optional<String> id, String status, Optional<LineProblem> error) {}

    record LineProblem(String code, String detail) {}

    record Deletion(JsonNode filter, Optional<Boolean> refresh) {
        public Deletion {
            Present.value("invalid-query", "filter", filter);
        }
    }

    record Deleted(long deleted) {}

    /**
     * @param mode {@code hybrid} (default), {@code keyword} or {@code vector}
     * @param vector the meaning, where documents bring their vectors along
     * @param limit how many hits (default 10, at most 1,000)
     * @param filter such as {@code {"year": {"gte": 2020}}}
     * @param acl on whose behalf: what one of them may see is found, and what everybody may; left out: what everybody may
     * @param rerank refused, and says why
     * @param feedback left out: none
     * @param contextExpansion how many neighbours of the passage are told with it, on each side (0 to 3)
     * @param facets fields whose values are counted
     * @param matchThreshold hits with a lower score are left out
     * @param partial {@code allow}: where one leg fails, the other answers alone, and the answer says so
     */
    record Query(
            Optional<String> query,
            Optional<String> mode,
            Optional<List<Float>> vector,
            Optional<Integer> limit,
            Optional<String> cursor,
            Optional<JsonNode> filter,
            Optional<List<String>> acl,
            Optional<FusionSettings> fusion,
            Optional<List<BoostSettings>> boosts,
            Optional<JsonNode> rerank,
            Optional<FeedbackSettings> feedback,
            Optional<Integer> contextExpansion,
            Optional<Boolean> highlight,
            Optional<List<String>> facets,
            Optional<Double> matchThreshold,
            Optional<Boolean> explain,
            Optional<String> partial) {
        private static final String CODE = "invalid-query";

        public Query {
            Present.values(CODE, "vector", vector.orElse(List.of()));
            Present.values(CODE, "acl", acl.orElse(List.of()));
            Present.values(CODE, "boosts", boosts.orElse(List.of()));
            Present.values(CODE, "facets", facets.orElse(List.of()));
        }

        /** With everything else left out. */
        public static Query of(String query) {
            return new Query(
                    Optional.of(query),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * Pseudo-relevance feedback: words of the first documents that the query's words find are searched for, too.
     *
     * @param documents how many of them (1 to 20, default 10)
     * @param words how many of their words (1 to 50, default 20)
     * @param weight of the heaviest of these against a word of the query (above 0, at most 1, default 0.3)
     */
    record FeedbackSettings(Optional<Integer> documents, Optional<Integer> words, Optional<Double> weight) {}

    /**
     * @param method {@code convex} or {@code rrf}
     * @param weights of {@code keyword} and {@code vector}
     * @param k of {@code rrf}: how slowly ranks lose (default 60)
     */
    record FusionSettings(Optional<String> method, Optional<Map<String, Double>> weights, Optional<Integer> k) {
        public FusionSettings {
            Present.values("invalid-query", "fusion.weights", weights.orElse(Map.of()));
        }
    }

    /** Exactly one of {@code value}, {@code range}, {@code exists} and {@code decay}. */
    record BoostSettings(
            String field,
            Optional<JsonNode> value,
            Optional<RangeSettings> range,
            Optional<Boolean> exists,
            Optional<DecaySettings> decay,
            double weight) {
        public BoostSettings {
            Present.value("invalid-query", "field of a boost", field);
        }
    }

    record RangeSettings(Optional<Double> gte, Optional<Double> lte) {}

    /**
     * @param origin a number, or a date
     * @param scale the distance at which it is a half: a number, or of dates milliseconds
     * @param function {@code exponential} (default), {@code gauss} or {@code linear}
     */
    record DecaySettings(JsonNode origin, double scale, Optional<String> function) {
        public DecaySettings {
            Present.value("invalid-query", "origin of a decay", origin);
        }
    }

    /**
     * @param cursor for the next page; none: this was the last
     * @param failed legs that failed, where {@code partial} allowed it
     */
    record Result(
            List<Hit> hits,
            Map<String, Map<String, Long>> facets,
            double took,
            Optional<String> cursor,
            List<FailedLeg> failed) {}

    record FailedLeg(String leg, String detail) {}

    /**
     * @param index that has the document
     * @param text the passage that fits best
     * @param fields without the vector that the document brought along
     */
    record Hit(
            String index,
            String id,
            double score,
            String text,
            Map<String, JsonNode> fields,
            Map<String, JsonNode> metadata,
            Optional<Map<String, List<String>>> highlights,
            Optional<Explained> explain) {}

    record Explained(String what, double value, List<Explained> parts) {}

    /**
     * @param queries by id
     * @param judgments query to document to grade
     * @param settings by name: queries without their text, such as {@code {"words": {"mode": "keyword"}}}; left out: the three modes
     */
    record EvaluationRequest(
            Map<String, String> queries,
            Map<String, Map<String, Integer>> judgments,
            Optional<Map<String, Query>> settings) {
        private static final String CODE = "invalid-evaluation";

        public EvaluationRequest {
            Present.value(CODE, "queries", queries);
            Present.values(CODE, "queries", queries);
            Present.value(CODE, "judgments", judgments);
            Present.values(CODE, "judgments", judgments);
            judgments.forEach((query, grades) -> Present.values(CODE, "judgments." + query, grades));
            Present.values(CODE, "settings", settings.orElse(Map.of()));
        }
    }

    /** @param compared every setting with the first */
    record Evaluation(int queries, Map<String, Scores> settings, List<Comparison> compared) {}

    record Scores(double ndcg10, double recall100, double map, double mrr) {}

    /**
     * @param difference of nDCG@10, on the mean
     * @param p how likely chance alone would differ as much (Fisher's randomisation test, two-sided)
     * @param perQuery of nDCG@10
     */
    record Comparison(String setting, String with, double difference, double p, Map<String, Double> perQuery) {}
}
