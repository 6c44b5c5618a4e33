package dev.mayfly.search.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.mayfly.bindings.json.StrictJson;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.bindings.search.Search.DocumentContent;
import dev.mayfly.bindings.search.Search.LineProblem;
import dev.mayfly.bindings.search.Search.LineResult;
import dev.mayfly.retrieval.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a bulk: each is read by itself. */
public final class BulkLines {
    private final List<Line> lines = new ArrayList<>();

    private record Bulk(
            String id,
            Map<String, JsonNode> fields,
            Optional<List<String>> acl,
            Optional<Map<String, JsonNode>> metadata) {}

    private record Line(int number, Optional<Parsed> document, Optional<LineResult> refused) {}

    public BulkLines(ObjectMapper json, Schema schema, String text, int linesMax, int lengthMax) {
        ObjectReader reader = StrictJson.reader(json).forType(Bulk.class);
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.isBlank()) continue;
            if (lines.size() == linesMax)
                throw new Problem.TooLarge(
                        "search-lines", "at most %d documents may be sent at a time".formatted(linesMax));
            lines.add(read(json, reader, schema, number, line, lengthMax));
        }
    }

    private static Line read(
            ObjectMapper json, ObjectReader reader, Schema schema, int number, String line, int lengthMax) {
        try {
            Bulk bulk = reader.readValue(line);
            if (bulk.id == null || bulk.fields == null)
                throw new Problem.Invalid(Parsed.CODE, "a document has an id and fields");
            var content = new DocumentContent(bulk.fields, bulk.acl, bulk.metadata);
            return new Line(
                    number, Optional.of(Parsed.of(json, schema, bulk.id, content, lengthMax)), Optional.empty());
        } catch (JsonProcessingException e) {
            return refused(number, Problems.from(e));
        } catch (Problem problem) {
            return refused(number, problem);
        }
    }

    private static Line refused(int number, Problem problem) {
        var told = new LineProblem(problem.code(), problem.detail());
        return new Line(
                number,
                Optional.empty(),
                Optional.of(new LineResult(number, Optional.empty(), "refused", Optional.of(told))));
    }

    /** By id; of several with the same the last, as if they had come one after the other. */
    public Map<String, Parsed> documents() {
        Map<String, Parsed> documents = new LinkedHashMap<>();
        for (Line line : lines) line.document.ifPresent(document -> documents.put(document.id(), document));
        return documents;
    }

    /** @param status by id */
    public List<LineResult> results(Map<String, String> status) {
        return lines.stream()
                .map(line -> line.refused.orElseGet(() -> {
                    String id = line.document.orElseThrow().id();
                    return new LineResult(
                            line.number, Optional.of(id), status.getOrDefault(id, "unchanged"), Optional.empty());
                }))
                .toList();
    }
}
