package dev.mayfly.isolates.worker.engine;

import dev.mayfly.isolates.guard.Poll;
import java.util.ArrayList;
import java.util.List;

/** Reads of a source map's JSON what is needed of it, and passes over the rest. Authors write these texts: nothing in them is believed. */
final class SourceMapText {
    private static final int DEPTH_MAX = 32;

    private final String text;
    private int at;

    private SourceMapText(String text) {
        this.text = text;
    }

    /** @param sources as the map names them, behind its root */
    record Read(List<String> sources, String mappings) {}

    /** @throws IllegalArgumentException when it is no such text */
    static Read read(String text) {
        return new SourceMapText(text).map();
    }

    private Read map() {
        List<String> sources = List.of();
        String root = "", mappings = "";
        expect('{');
        while (!ends('}')) {
            var key = string();
            expect(':');
            switch (key) {
                case "sources" -> sources = strings();
                case "sourceRoot" -> root = nullableString();
                case "mappings" -> mappings = string();
                default -> skip(0);
            }
            comma('}');
        }
        var folder = root.isEmpty() || root.endsWith("/") ? root : root + "/";
        return new Read(sources.stream().map(name -> clean(folder + name)).toList(), mappings);
    }

    /** A path without what leads nowhere; whatever else it is stays. */
    private static String clean(String name) {
        return name.contains("://") || name.startsWith("/") || name.startsWith("../") ? name : ModuleNames.normal(name);
    }

    private List<String> strings() {
        var strings = new ArrayList<String>();
        expect('[');
        while (!ends(']')) {
            strings.add(nullableString());
            comma(']');
        }
        return strings;
    }

    private String nullableString() {
        if (peek() == '"') return string();
        literal();
        return "";
    }

    private String string() {
        expect('"');
        int start = at;
        int end = start;
        while (true) {
            Poll.at(end);
            if (end >= text.length()) throw wrong("a text ends");
            char c = text.charAt(end);
            if (c == '"') break;
            end += c == '\\' ? 2 : 1;
        }
        at = end + 1;
        var raw = text.substring(start, end);
        return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
    }

    private static String unescaped(String raw) {
        var out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            Poll.at(i);
            char c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = raw.charAt(++i);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    if (i + 4 >= raw.length()) throw new IllegalArgumentException("an escape ends too early");
                    out.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(escaped);
            }
        }
        return out.toString();
    }

    private void skip(int depth) {
        if (depth > DEPTH_MAX) throw wrong("values stand too deep");
        switch (peek()) {
            case '"' -> string();
            case '{' -> {
                expect('{');
                while (!ends('}')) {
                    string();
                    expect(':');
                    skip(depth + 1);
                    comma('}');
                }
            }
            case '[' -> {
                expect('[');
                while (!ends(']')) {
                    skip(depth + 1);
                    comma(']');
                }
            }
            default -> literal();
        }
    }

    private void literal() {
        peek();
        int start = at;
        while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) at++;
        if (at == start) throw wrong("a value is missing");
    }

    private boolean ends(char close) {
        if (peek() != close) return false;
        at++;
        return true;
    }

    private void comma(char close) {
        if (peek() != close) expect(',');
    }

    private void expect(char wanted) {
        if (peek() != wanted) throw wrong("there is no " + wanted);
        at++;
    }

    private char peek() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) at++;
        if (at >= text.length()) throw wrong("the text ends");
        Poll.at(at);
        return text.charAt(at);
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("%s at character %d".formatted(what, at));
    }
}
