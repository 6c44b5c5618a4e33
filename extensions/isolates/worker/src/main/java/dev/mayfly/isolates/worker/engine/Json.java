package dev.mayfly.isolates.worker.engine;

/** Writes the few JSON texts that the worker makes itself. */
public final class Json {
    private final StringBuilder text = new StringBuilder("{");

    /** Adds a member, unless its value is empty. */
    public Json with(String name, String value) {
        if (value.isEmpty()) return this;
        return name(name, quoted(value));
    }

    /** Adds a member, unless its value is not positive. */
    public Json with(String name, int value) {
        if (value <= 0) return this;
        return name(name, Integer.toString(value));
    }

    private Json name(String name, String value) {
        if (text.length() > 1) text.append(',');
        text.append('"').append(name).append("\":").append(value);
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
    }

    /** A JSON string, which is also a JavaScript string literal. */
    public static String quoted(String value) {
        var out = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) out.append("\\u%04x".formatted((int) c));
                    else out.append(c);
                }
            }
        }
        return out.append('"').toString();
    }
}
