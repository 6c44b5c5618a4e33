package dev.mayfly.edge.geography;

/** The JSON of {@code request.cf}, written field by field: it is made for each request. ASCII alone, as it travels in a header. */
final class CfText {
    private static final int TYPICAL = 224;

    private final StringBuilder text = new StringBuilder(TYPICAL);

    CfText with(String name, String value) {
        begin(name).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') text.append('\\').append(c);
            else if (c >= ' ' && c < 0x7f) text.append(c);
            else text.append("\\u%04x".formatted((int) c));
        }
        text.append('"');
        return this;
    }

    CfText with(String name, long value) {
        begin(name).append(value);
        return this;
    }

    private StringBuilder begin(String name) {
        return text.append(text.isEmpty() ? "{\"" : ",\"").append(name).append("\":");
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
