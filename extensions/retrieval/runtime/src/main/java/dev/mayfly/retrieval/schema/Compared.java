package dev.mayfly.retrieval.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What filters compare fields with. What a schema does not allow fails with a sentence. */
public final class Compared {
    /** Before the names of metadata, which need no declaration. */
    public static final String METADATA_PREFIX = "metadata.";

    private Compared() {}

    /** Empty for metadata. */
    public static Optional<Field> kind(Schema schema, String field) {
        if (field.startsWith(METADATA_PREFIX)) return Optional.empty();
        Field known = schema.fields().get(field);
        if (known == null)
            throw new IllegalArgumentException("there is no field %s to filter by; there are %s, and metadata.<name>"
                    .formatted(field, String.join(", ", schema.fields().keySet())));
        return Optional.of(known);
    }

    /** Milliseconds since 1970. */
    public static long moment(String field, Filter.Bound bound) {
        return Content.moment(field, text(field, bound.value()));
    }

    public static double number(String field, JsonNode value) {
        if (!value.isNumber()) throw new IllegalArgumentException("%s is compared with numbers".formatted(field));
        return value.doubleValue();
    }

    public static String text(String field, JsonNode value) {
        if (!value.isTextual()) throw new IllegalArgumentException("%s is compared with texts".formatted(field));
        return value.textValue();
    }

    public static IllegalArgumentException searched(String field) {
        return new IllegalArgumentException(
                "%s is for searching, not for filtering; declare a keyword".formatted(field));
    }

    public static IllegalArgumentException withoutRange(String field) {
        return new IllegalArgumentException("%s is true or false: it has no range".formatted(field));
    }

    public static IllegalArgumentException withoutPrefix(String field) {
        return new IllegalArgumentException("%s is no keyword: it has no prefix".formatted(field));
    }
}
