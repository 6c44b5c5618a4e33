package dev.mayfly.search.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.retrieval.index.Entry;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Documents as OpenSearch keeps them: one for each, its passages nested. */
final class OpenSearchDocuments {
    private final Schema schema;
    private final ObjectMapper json;

    OpenSearchDocuments(Schema schema, ObjectMapper json) {
        this.schema = schema;
        this.json = json;
    }

    String of(Entry entry) {
        ObjectNode document = json.createObjectNode();
        Content content = entry.content();
        document.put(OpenSearchNames.KEY, entry.id());
        document.putObject(OpenSearchNames.SOURCE).put("json", new String(entry.source(), StandardCharsets.UTF_8));
        document.put(OpenSearchNames.COUNT, Math.max(1, entry.vectors().size()));
        if (content.acl().isEmpty()) document.put(OpenSearchNames.OPEN, "1");
        ArrayNode readers = document.putArray(OpenSearchNames.READER);
        content.acl().forEach(readers::add);
        values(document, content);
        words(document, content);
        ArrayNode passages = document.putArray(OpenSearchNames.PASSAGES);
        for (float[] vector : entry.vectors()) {
            ArrayNode numbers = passages.addObject().putArray(OpenSearchNames.VECTOR);
            for (float number : vector) numbers.add(number);
        }
        if (passages.isEmpty()) document.remove(OpenSearchNames.PASSAGES);
        return text(document);
    }

    private void values(ObjectNode document, Content content) {
        ArrayNode has = document.putArray(OpenSearchNames.HAS);
        ObjectNode values = document.putObject(OpenSearchNames.VALUES);
        content.fields().forEach((name, value) -> {
            if (value.isNull()) return;
            has.add(name);
            ArrayNode all = json.createArrayNode();
            each(value, one -> value(all, name, one));
            if (!all.isEmpty()) values.set(name, all);
        });
        ArrayNode texts = document.putArray(OpenSearchNames.METADATA);
        ArrayNode numbers = document.putArray(OpenSearchNames.METADATA_NUMBER);
        content.metadata().forEach((name, value) -> {
            has.add(OpenSearchNames.METADATA_PREFIX + name);
            each(value, one -> {
                if (one.isNumber()) numbers.add(OpenSearchNames.number(name, one.doubleValue()));
                else if (one.isTextual() || one.isBoolean()) texts.add(OpenSearchNames.text(name, one.asText()));
            });
        });
    }

    private void value(ArrayNode all, String name, JsonNode one) {
        switch (schema.fields().get(name)) {
            case Field.Keyword keyword -> all.add(one.asText());
            case Field.Bool bool -> all.add(one.asText());
            case Field.Number number -> all.add(one.doubleValue());
            case Field.Date date -> all.add(Content.moment(name, one.asText()));
            case Field.Text text -> {}
            case Field.Vector vector -> {}
            case null -> {}
        }
    }

    /** A word stands there as often as its field weighs: as much as it counts in Lucene. */
    private void words(ObjectNode document, Content content) {
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        schema.texts().forEach((name, field) -> {
            StringBuilder text = texts.computeIfAbsent(field.analysis().name(), analysis -> new StringBuilder());
            for (String word : field.analysis()
                    .words(Passages.text(schema, content.fields().get(name))))
                Collections.nCopies(field.weight(), word)
                        .forEach(one -> text.append(one).append(' '));
        });
        ObjectNode words = document.putObject(OpenSearchNames.WORDS);
        texts.forEach((analysis, text) -> {
            if (!text.isEmpty()) words.put(analysis, text.toString());
        });
    }

    private static void each(JsonNode value, Consumer<JsonNode> use) {
        if (value.isArray()) value.forEach(use);
        else use.accept(value);
    }

    private String text(ObjectNode document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that was read could not be written", e);
        }
    }
}
