package dev.mayfly.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search.ChunkSettings;
import dev.mayfly.bindings.search.Search.FieldSettings;
import dev.mayfly.bindings.search.Search.FieldType;
import dev.mayfly.bindings.search.Search.Index;
import dev.mayfly.bindings.search.Search.IndexSettings;
import dev.mayfly.retrieval.chunking.Chunking;
import dev.mayfly.retrieval.chunking.Chunking.Structure;
import dev.mayfly.retrieval.embedding.TextHash;
import dev.mayfly.retrieval.schema.Analysis;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.store.IndexRow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The settings of an index, with all that was left out filled in, and the schema that they mean. */
public record IndexPlan(Map<String, FieldSettings> fields, ChunkSettings chunking) {
    private static final String CODE = "invalid-index";

    private static final FieldSettings TEXT =
            new FieldSettings(FieldType.text, Optional.of(1), Optional.of("english"), Optional.empty());

    public static IndexPlan of(IndexSettings settings) {
        Map<String, FieldSettings> fields = new LinkedHashMap<>();
        settings.fields().orElse(Map.of()).forEach((name, field) -> fields.put(name, filled(name, field)));
        if (fields.isEmpty()) {
            fields.put("title", TEXT);
            fields.put("text", TEXT);
        }
        ChunkSettings asked =
                settings.chunking().orElse(new ChunkSettings(Optional.empty(), Optional.empty(), Optional.empty()));
        int size = asked.size().orElse(Chunking.DEFAULT.size());
        ChunkSettings chunking = new ChunkSettings(
                Optional.of(size),
                Optional.of(asked.overlap().orElse(Math.min(Chunking.DEFAULT.overlap(), size / 10))),
                Optional.of(asked.structure().orElse("text")));
        IndexPlan plan = new IndexPlan(fields, chunking);
        plan.schema();
        return plan;
    }

    private static FieldSettings filled(String name, FieldSettings field) {
        boolean text = field.type() == FieldType.text;
        if (!text && (field.weight().isPresent() || field.analyzer().isPresent()))
            throw new Problem.Invalid(CODE, "%s is no text: it has neither weight nor analyzer".formatted(name));
        boolean vector = field.type() == FieldType.vector;
        if (vector != field.dimensions().isPresent())
            throw new Problem.Invalid(CODE, "%s: dimensions are said of vectors, and of nothing else".formatted(name));
        return text
                ? new FieldSettings(
                        FieldType.text,
                        Optional.of(field.weight().orElse(1)),
                        Optional.of(field.analyzer().orElse("english")),
                        Optional.empty())
                : field;
    }

    public Schema schema() {
        try {
            Map<String, Field> made = new LinkedHashMap<>();
            fields.forEach((name, field) -> made.put(name, field(field)));
            return new Schema(
                    made,
                    new Chunking(
                            chunking.size().orElseThrow(),
                            chunking.overlap().orElseThrow(),
                            word(
                                    Structure.values(),
                                    "structure",
                                    chunking.structure().orElseThrow())));
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid(CODE, String.valueOf(e.getMessage()));
        }
    }

    private static Field field(FieldSettings field) {
        return switch (field.type()) {
            case text ->
                new Field.Text(
                        word(Analysis.values(), "analyzer", field.analyzer().orElseThrow()),
                        field.weight().orElseThrow());
            case keyword -> new Field.Keyword();
            case number -> new Field.Number();
            case bool -> new Field.Bool();
            case date -> new Field.Date();
            case vector -> new Field.Vector(field.dimensions().orElseThrow());
        };
    }

    /** The value that is called so; whoever says another word is told all of them. */
    private static <E extends Enum<E>> E word(E[] values, String what, String word) {
        return Arrays.stream(values)
                .filter(value -> value.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no %s %s; there are %s"
                        .formatted(
                                what,
                                word.length() > 40 ? word.substring(0, 40) + "…" : word,
                                Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", ")))));
    }

    /** What decides which passages documents have, and who makes their vectors, as a hash. */
    public String passages(String model) {
        List<String> texts = fields.entrySet().stream()
                .filter(field -> field.getValue().type() == FieldType.text)
                .map(Map.Entry::getKey)
                .toList();
        return TextHash.of(
                String.join("\n", texts) + "\n" + chunking + "\n" + (schema().embeds() ? model : "supplied"));
    }

    public String json(ObjectMapper json) {
        try {
            return json.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings of our own could not be written", e);
        }
    }

    public static IndexPlan read(ObjectMapper json, String text) {
        try {
            return json.readValue(text, IndexPlan.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings that were kept could not be read", e);
        }
    }

    public Index told(IndexRow row, String model) {
        return new Index(
                row.name,
                fields,
                chunking,
                row.embeds ? Optional.of(model) : Optional.empty(),
                row.documents,
                row.createdAt);
    }
}
