package dev.mayfly.search.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.retrieval.index.Question;
import dev.mayfly.retrieval.schema.Compared;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Schema;
import java.util.List;
import java.util.Optional;

/** Filters and readers as queries of OpenSearch. What a filter says that the schema does not allow fails with a sentence. */
final class OpenSearchFilters {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final Schema schema;

    OpenSearchFilters(Schema schema) {
        this.schema = schema;
    }

    /** What a question may find. */
    ObjectNode allowed(Question question) {
        ArrayNode all = MAKE.arrayNode().add(readable(question.readers()));
        question.filter().ifPresent(filter -> all.add(query(filter)));
        return bool("filter", all);
    }

    private static ObjectNode readable(List<String> readers) {
        ArrayNode any = MAKE.arrayNode().add(term(OpenSearchNames.OPEN, MAKE.textNode("1")));
        ArrayNode names = MAKE.arrayNode();
        readers.forEach(names::add);
        any.add(object("terms", object(OpenSearchNames.READER, names)));
        return any(any);
    }

    ObjectNode query(Filter filter) {
        return switch (filter) {
            case Filter.And(var parts) -> bool("filter", each(parts));
            case Filter.Or(var parts) -> any(each(parts));
            case Filter.Not(var part) -> bool("must_not", MAKE.arrayNode().add(query(part)));
            case Filter.Exists(var field) -> {
                kind(field);
                yield term(OpenSearchNames.HAS, MAKE.textNode(field));
            }
            case Filter.In(var field, var values) -> {
                ArrayNode any = MAKE.arrayNode();
                values.forEach(value -> any.add(equal(field, value)));
                yield any(any);
            }
            case Filter.Range(var field, var from, var to) -> range(field, from, to);
            case Filter.Prefix(var field, var prefix) -> prefix(field, prefix);
        };
    }

    private ArrayNode each(List<Filter> parts) {
        ArrayNode all = MAKE.arrayNode();
        parts.forEach(part -> all.add(query(part)));
        return all;
    }

    private Optional<Field> kind(String field) {
        return Compared.kind(schema, field);
    }

    private ObjectNode equal(String field, JsonNode value) {
        Optional<Field> kind = kind(field);
        if (kind.isEmpty()) {
            String name = OpenSearchNames.metadata(field);
            return value.isNumber()
                    ? term(
                            OpenSearchNames.METADATA_NUMBER,
                            MAKE.textNode(OpenSearchNames.number(name, value.doubleValue())))
                    : term(OpenSearchNames.METADATA, MAKE.textNode(OpenSearchNames.text(name, value.asText())));
        }
        return term(
                value(field),
                switch (kind.get()) {
                    case Field.Keyword keyword -> MAKE.textNode(Compared.text(field, value));
                    case Field.Bool bool -> MAKE.textNode(value.asText());
                    case Field.Number number -> MAKE.numberNode(Compared.number(field, value));
                    case Field.Date date -> MAKE.numberNode(Content.moment(field, Compared.text(field, value)));
                    case Field.Text text -> throw Compared.searched(field);
                    case Field.Vector vector -> throw Compared.searched(field);
                });
    }

    private ObjectNode range(String field, Optional<Filter.Bound> from, Optional<Filter.Bound> to) {
        Optional<Field> kind = kind(field);
        if (kind.isEmpty()) return metadataRange(field, from, to);
        ObjectNode range = MAKE.objectNode();
        switch (kind.get()) {
            case Field.Number number -> {
                from.ifPresent(
                        bound -> range.put(bound.inclusive() ? "gte" : "gt", Compared.number(field, bound.value())));
                to.ifPresent(
                        bound -> range.put(bound.inclusive() ? "lte" : "lt", Compared.number(field, bound.value())));
            }
            case Field.Date date -> {
                from.ifPresent(bound -> range.put(bound.inclusive() ? "gte" : "gt", Compared.moment(field, bound)));
                to.ifPresent(bound -> range.put(bound.inclusive() ? "lte" : "lt", Compared.moment(field, bound)));
            }
            case Field.Keyword keyword -> {
                from.ifPresent(
                        bound -> range.put(bound.inclusive() ? "gte" : "gt", Compared.text(field, bound.value())));
                to.ifPresent(bound -> range.put(bound.inclusive() ? "lte" : "lt", Compared.text(field, bound.value())));
            }
            case Field.Bool bool -> throw Compared.withoutRange(field);
            case Field.Text text -> throw Compared.searched(field);
            case Field.Vector vector -> throw Compared.searched(field);
        }
        return object("range", object(value(field), range));
    }

    /** Names stand before values, so a range ends where another name would begin. */
    private static ObjectNode metadataRange(String field, Optional<Filter.Bound> from, Optional<Filter.Bound> to) {
        String name = OpenSearchNames.metadata(field);
        boolean numbers = from.or(() -> to).orElseThrow().value().isNumber();
        ObjectNode range = MAKE.objectNode();
        if (from.isPresent())
            range.put(from.get().inclusive() ? "gte" : "gt", metadata(name, numbers, field, from.get()));
        else range.put("gte", OpenSearchNames.text(name, ""));
        if (to.isPresent()) range.put(to.get().inclusive() ? "lte" : "lt", metadata(name, numbers, field, to.get()));
        else range.put("lt", OpenSearchNames.after(name));
        return object("range", object(numbers ? OpenSearchNames.METADATA_NUMBER : OpenSearchNames.METADATA, range));
    }

    private static String metadata(String name, boolean numbers, String field, Filter.Bound bound) {
        return numbers
                ? OpenSearchNames.number(name, Compared.number(field, bound.value()))
                : OpenSearchNames.text(name, Compared.text(field, bound.value()));
    }

    private ObjectNode prefix(String field, String prefix) {
        Optional<Field> kind = kind(field);
        if (kind.isPresent() && !(kind.get() instanceof Field.Keyword)) throw Compared.withoutPrefix(field);
        String name = kind.isEmpty() ? OpenSearchNames.METADATA : value(field);
        String begin = kind.isEmpty() ? OpenSearchNames.text(OpenSearchNames.metadata(field), prefix) : prefix;
        return object("prefix", object(name, MAKE.textNode(begin)));
    }

    static String value(String field) {
        return OpenSearchNames.VALUES + "." + field;
    }

    static ObjectNode term(String field, JsonNode value) {
        return object("term", object(field, value));
    }

    static ObjectNode any(ArrayNode parts) {
        ObjectNode query = bool("should", parts);
        query.withObject("/bool").put("minimum_should_match", 1);
        return query;
    }

    static ObjectNode bool(String occur, ArrayNode parts) {
        return object("bool", object(occur, parts));
    }

    static ObjectNode object(String name, JsonNode value) {
        return MAKE.objectNode().set(name, value);
    }
}
