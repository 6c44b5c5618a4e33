package dev.mayfly.retrieval.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.retrieval.embedding.UnitVector;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What a document says. Values are held against the schema before one is made: {@link #check}. */
public record Content(Map<String, JsonNode> fields, List<String> acl, Map<String, JsonNode> metadata) {
    public static final int KEYWORD_MAX = 1_000;
    private static final int VALUES_MAX = 1_000;
    private static final int READERS_MAX = 1_000;
    private static final int NAME_MAX = 200;

    /** Fails with a sentence that names the field. */
    public void check(Schema schema) {
        fields.forEach((name, value) -> {
            Field field = schema.fields().get(name);
            if (field == null)
                throw new IllegalArgumentException("there is no field %s; there are %s"
                        .formatted(name, String.join(", ", schema.fields().keySet())));
            check(name, field, value);
        });
        if (acl.size() > READERS_MAX)
            throw new IllegalArgumentException("acl has more than %d readers".formatted(READERS_MAX));
        acl.forEach(reader -> checkKeyword("acl", reader));
        metadata.forEach(Content::checkMetadata);
    }

    private static void checkMetadata(String name, JsonNode value) {
        boolean fits =
                !name.isEmpty() && name.length() <= NAME_MAX && name.chars().noneMatch(Character::isISOControl);
        if (!fits)
            throw new IllegalArgumentException(
                    "a name in metadata has between 1 and %d characters, and no control characters"
                            .formatted(NAME_MAX));
        String label = "metadata." + name;
        if (value.isTextual()) checkKeyword(label, value.textValue());
        if (value.isArray()) {
            checkCount(label, value);
            for (JsonNode one : value) if (one.isTextual()) checkKeyword(label, one.textValue());
        }
    }

    /** What of it a schema allows: fields may have become others since it was checked. */
    public Content fitting(Schema schema) {
        return new Content(
                fitting(schema, fields, (name, value) -> new Content(Map.of(name, value), List.of(), Map.of())),
                acl,
                fitting(schema, metadata, (name, value) -> new Content(Map.of(), List.of(), Map.of(name, value))));
    }

    private static Map<String, JsonNode> fitting(
            Schema schema, Map<String, JsonNode> values, BiFunction<String, JsonNode, Content> alone) {
        Map<String, JsonNode> left = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            try {
                alone.apply(name, value).check(schema);
                left.put(name, value);
            } catch (IllegalArgumentException e) {
                // it is kept, and not searched
            }
        });
        return left;
    }

    private static void check(String name, Field field, JsonNode value) {
        if (value.isNull()) return;
        if (field instanceof Field.Vector vector) checkVector(name, vector, value);
        else if (value.isArray()) {
            checkCount(name, value);
            value.forEach(one -> checkOne(name, field, one));
        } else checkOne(name, field, value);
    }

    private static void checkCount(String name, JsonNode values) {
        if (values.size() > VALUES_MAX)
            throw new IllegalArgumentException("%s has more than %d values".formatted(name, VALUES_MAX));
    }

    private static void checkOne(String name, Field field, JsonNode value) {
        boolean fits = switch (field) {
            case Field.Text text -> value.isTextual();
            case Field.Keyword keyword -> value.isTextual();
            case Field.Number number -> value.isNumber();
            case Field.Bool bool -> value.isBoolean();
            case Field.Date date -> value.isTextual();
            case Field.Vector vector -> throw new IllegalStateException("vectors are looked at as a whole");
        };
        if (!fits)
            throw new IllegalArgumentException("%s must be a %s, or a list of them; it is %s"
                    .formatted(name, kind(field), value.getNodeType().toString().toLowerCase(java.util.Locale.ROOT)));
        if (field instanceof Field.Keyword) checkKeyword(name, value.textValue());
        if (field instanceof Field.Date) moment(name, value.textValue());
    }

    private static String kind(Field field) {
        return switch (field) {
            case Field.Text text -> "text";
            case Field.Keyword keyword -> "text";
            case Field.Number number -> "number";
            case Field.Bool bool -> "true or false";
            case Field.Date date -> "date such as 2026-11-28T04:50:00Z";
            case Field.Vector vector -> "list of %d numbers".formatted(vector.dimensions());
        };
    }

    private static void checkKeyword(String name, String value) {
        if (value.isEmpty() || value.length() > KEYWORD_MAX)
            throw new IllegalArgumentException("%s must have between 1 and %d characters".formatted(name, KEYWORD_MAX));
    }

    private static void checkVector(String name, Field.Vector field, JsonNode value) {
        boolean fits = value.isArray() && value.size() == field.dimensions();
        for (JsonNode number : value) fits &= number.isNumber();
        if (!fits) throw new IllegalArgumentException("%s must be a %s".formatted(name, kind(field)));
        vector(value);
    }

    /** Of length one. */
    static float[] vector(JsonNode value) {
        float[] vector = new float[value.size()];
        for (int i = 0; i < vector.length; i++) vector[i] = (float) value.get(i).doubleValue();
        return UnitVector.of(vector);
    }

    /** Milliseconds since 1970. */
    public static long moment(String name, String text) {
        try {
            return text.length() == "2026-11-28".length()
                    ? LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli()
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "%s must be a date such as 2026-11-28 or 2026-11-28T04:50:00Z".formatted(name), e);
        }
    }
}
