package dev.mayfly.retrieval.schema;

import dev.mayfly.retrieval.chunking.Chunking;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of an index, in the order in which they were declared, and how its texts are cut. */
public record Schema(Map<String, Field> fields, Chunking chunking) {
    public static final int FIELDS_MAX = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    public Schema {
        fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        if (fields.isEmpty() || fields.size() > FIELDS_MAX)
            throw new IllegalArgumentException("an index has between 1 and %d fields".formatted(FIELDS_MAX));
        for (String name : fields.keySet())
            if (!NAME.matcher(name).matches()
                    || List.of("and", "or", "not", "metadata").contains(name))
                throw new IllegalArgumentException(
                        "a field cannot be called '%s': letters, digits and _, at most 64, and none of and, or, not, metadata"
                                .formatted(name));
        if (fields.values().stream().filter(Field.Vector.class::isInstance).count() > 1)
            throw new IllegalArgumentException("an index has at most one field of type vector");
    }

    public Map<String, Field.Text> texts() {
        Map<String, Field.Text> texts = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            if (field instanceof Field.Text text) texts.put(name, text);
        });
        return texts;
    }

    /** The field whose vectors documents bring along, where there is one. */
    public Optional<String> vectorField() {
        return fields.entrySet().stream()
                .filter(field -> field.getValue() instanceof Field.Vector)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** How many numbers the vectors have that documents bring along. */
    public Optional<Integer> suppliedDimensions() {
        return fields.values().stream()
                .filter(Field.Vector.class::isInstance)
                .map(field -> ((Field.Vector) field).dimensions())
                .findFirst();
    }

    /** Whether this process makes vectors from the texts. */
    public boolean embeds() {
        return vectorField().isEmpty() && !texts().isEmpty();
    }
}
