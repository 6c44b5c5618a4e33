package dev.mayfly.flags;

import java.util.Map;

/** What all variants of a flag are. */
public enum FlagType {
    BOOLEAN(Boolean.class, "boolean"),
    STRING(String.class, "string"),
    NUMBER(Number.class, "number"),
    OBJECT(Map.class, "object");

    private final Class<?> values;
    private final String text;

    FlagType(Class<?> values, String text) {
        this.values = values;
        this.text = text;
    }

    /** Of what a variant may have as its value. */
    static FlagType of(Object value) {
        for (FlagType type : values()) if (type.holds(value)) return type;
        throw new IllegalArgumentException(
                "no variant has a " + value.getClass().getSimpleName());
    }

    boolean holds(Object value) {
        return values.isInstance(value);
    }

    @Override
    public String toString() {
        return text;
    }
}
