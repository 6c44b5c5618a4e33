package dev.mayfly.edge.bots.verify;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the structured fields (RFC 9651) that signatures are made of: dictionaries of strings, byte sequences and inner lists of
 * strings, with parameters. Fails with {@link Malformed} on everything else.
 */
final class StructuredFields {
    private static final int MEMBERS_MAX = 16;
    private static final int ITEMS_MAX = 32;

    /** The text is no such field. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * @param value String, Long, Boolean, byte[] or List of Items
     * @param raw as it stood, parameters included
     */
    record Item(Object value, Map<String, Object> parameters, String raw) {}

    private final String text;
    private int at;

    private StructuredFields(String text) {
        this.text = text;
    }

    static Map<String, Item> dictionary(String text) throws Malformed {
        return new StructuredFields(text).readDictionary();
    }

    /** One item and nothing else. */
    static Item item(String text) throws Malformed {
        StructuredFields fields = new StructuredFields(text);
        fields.spaces();
        Item item = fields.readItem();
        fields.spaces();
        if (fields.at != text.length()) throw fields.malformed("something behind it");
        return item;
    }

    private Map<String, Item> readDictionary() throws Malformed {
        Map<String, Item> members = new LinkedHashMap<>();
        spaces();
        while (at < text.length()) {
            String key = key();
            members.put(key, peek() == '=' ? readAfterEquals() : flag());
            if (members.size() > MEMBERS_MAX) throw malformed("too many members");
            blanks();
            if (at == text.length()) return members;
            expect(',');
            blanks();
            if (at == text.length()) throw malformed("a comma at its end");
        }
        return members;
    }

    private Item readAfterEquals() throws Malformed {
        at++;
        return readItem();
    }

    private Item flag() throws Malformed {
        int from = at;
        Map<String, Object> parameters = parameters();
        return new Item(Boolean.TRUE, parameters, text.substring(from, at));
    }

    private Item readItem() throws Malformed {
        int from = at;
        Object value = peek() == '(' ? innerList() : bare();
        Map<String, Object> parameters = parameters();
        return new Item(value, parameters, text.substring(from, at));
    }

    private List<Item> innerList() throws Malformed {
        expect('(');
        List<Item> items = new ArrayList<>();
        while (true) {
            spaces();
            if (peek() == ')') {
                at++;
                return items;
            }
            int from = at;
            Object value = bare();
            Map<String, Object> parameters = parameters();
            items.add(new Item(value, parameters, text.substring(from, at)));
            if (items.size() > ITEMS_MAX) throw malformed("too many items");
            if (peek() != ' ' && peek() != ')') throw malformed("no space between items");
        }
    }

    private Map<String, Object> parameters() throws Malformed {
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (peek() == ';') {
            at++;
            spaces();
            String key = key();
            Object value = Boolean.TRUE;
            if (peek() == '=') {
                at++;
                value = bare();
            }
            parameters.put(key, value);
            if (parameters.size() > MEMBERS_MAX) throw malformed("too many parameters");
        }
        return parameters;
    }

    private Object bare() throws Malformed {
        char c = peek();
        if (c == '"') return string();
        if (c == ':') return bytes();
        if (c == '?') return bool();
        if (c == '-' || (c >= '0' && c <= '9')) return integer();
        throw malformed("neither text, bytes nor a number at " + at);
    }

    private String string() throws Malformed {
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return string.toString();
            }
            if (c == '\\') {
                c = ++at < text.length() ? text.charAt(at) : 0;
                if (c != '"' && c != '\\') throw malformed("an escape that is none");
            }
            if (c < ' ' || c > '~') throw malformed("a character that no text has");
            string.append(c);
        }
        throw malformed("a text without an end");
    }

    private byte[] bytes() throws Malformed {
        int end = text.indexOf(':', at + 1);
        if (end < 0) throw malformed("bytes without an end");
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(at + 1, end));
            at = end + 1;
            return bytes;
        } catch (IllegalArgumentException e) {
            throw malformed("bytes that are no Base64");
        }
    }

    private Boolean bool() throws Malformed {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (c != '0' && c != '1') throw malformed("a question mark without 0 or 1");
        at += 2;
        return c == '1';
    }

    private Long integer() throws Malformed {
        int from = at++;
        while (peek() >= '0' && peek() <= '9') at++;
        String digits = text.substring(from, at);
        if (digits.equals("-") || digits.length() > 15 || peek() == '.') throw malformed("a number that is no integer");
        return Long.valueOf(digits);
    }

    private String key() throws Malformed {
        int from = at;
        char first = peek();
        if ((first < 'a' || first > 'z') && first != '*') throw malformed("no key at " + at);
        while (isOfKey(peek())) at++;
        return text.substring(from, at);
    }

    private static boolean isOfKey(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '*';
    }

    private void expect(char c) throws Malformed {
        if (peek() != c) throw malformed("no '" + c + "' at " + at);
        at++;
    }

    private void spaces() {
        while (peek() == ' ') at++;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\t') at++;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static Malformed malformed(String what) {
        return new Malformed("The field has " + what + ".");
    }
}
