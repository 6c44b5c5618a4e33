package dev.mayfly.retrieval.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.retrieval.chunking.Chunker;
import dev.mayfly.retrieval.chunking.Chunker.Span;
import dev.mayfly.retrieval.chunking.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The text of a document, all its text fields one after the other, and the passages that it is cut into. The same content and schema always have the
 * same passages.
 */
public record Passages(String text, List<Span> spans) {
    private static final int TITLE_MAX = 200;

    public static Passages of(Schema schema, Content content) {
        String text = schema.texts().keySet().stream()
                .map(name -> text(schema, content.fields().get(name)))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("\n"));
        return new Passages(text, new Chunker(schema.chunking()).spans(text));
    }

    /** All texts of one field; several values stand on lines of their own. */
    public static String text(Schema schema, @org.jspecify.annotations.Nullable JsonNode value) {
        if (value == null || value.isNull()) return "";
        if (!value.isArray())
            return PlainText.of(value.asText(), schema.chunking().structure());
        return StreamSupport.stream(value.spliterator(), false)
                .map(one -> PlainText.of(one.asText(), schema.chunking().structure()))
                .collect(Collectors.joining("\n"));
    }

    /** What is embedded: the passages; those after the first say what they are from, where the document begins with a title. */
    public List<String> embedded() {
        if (text.isBlank()) return List.of();
        List<String> texts = new ArrayList<>();
        int line = text.indexOf('\n');
        String title = line > 0 && line <= TITLE_MAX ? text.substring(0, line + 1) : "";
        for (Span span : spans) texts.add((span.from() == 0 ? "" : title) + span.of(text));
        return texts;
    }

    /** The vectors that a document brings along. */
    public static List<float[]> supplied(Schema schema, Map<String, JsonNode> fields) {
        return schema.vectorField()
                .map(fields::get)
                .filter(value -> !value.isNull())
                .map(value -> List.of(Content.vector(value)))
                .orElse(List.of());
    }
}
