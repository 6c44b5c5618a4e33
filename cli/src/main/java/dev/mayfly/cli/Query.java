package dev.mayfly.cli;

import org.jspecify.annotations.Nullable;

/** What stands behind the question mark; what is not given is not there. */
record Query(String text) {
    static Query of(String name, @Nullable String value) {
        return new Query("").and(name, value);
    }

    Query and(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) return this;
        return new Query(text + (text.isEmpty() ? "?" : "&") + name + "=" + Platform.encoded(value));
    }

    @Override
    public String toString() {
        return text;
    }
}
