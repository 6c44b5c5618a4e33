package dev.mayfly.bindings.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where in a JSON text something stands, by the JSON pointer (RFC 6901) of a value.
 *
 * @param values where each value begins
 * @param keys where the key of each value of an object begins
 */
public record JsonPlaces(Map<String, Place> values, Map<String, Place> keys) {
    /** Both count from 1; 0: not known. */
    public record Place(int line, int column) {
        public static final Place UNKNOWN = new Place(0, 0);

        public static Place of(@Nullable JsonLocation location) {
            return location == null
                    ? UNKNOWN
                    : new Place(Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
        }
    }

    /**
     * Reads a text to its end.
     *
     * @param form strict, or with comments and the like
     * @param twice learns of a key that its object has already, and where; a strict form fails before
     */
    public static JsonPlaces in(String text, JsonFactory form, BiConsumer<String, Place> twice)
            throws JsonProcessingException {
        Map<String, Place> values = new HashMap<>();
        Map<String, Place> keys = new HashMap<>();
        try (JsonParser parser = form.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Place here = Place.of(parser.currentTokenLocation());
                String pointer = parser.getParsingContext().pathAsPointer().toString();
                if (token == JsonToken.FIELD_NAME) {
                    if (keys.put(pointer, here) != null) twice.accept(parser.currentName(), here);
                } else if (token.isStructStart()) values.putIfAbsent(outside(parser), here);
                else if (!token.isStructEnd()) values.putIfAbsent(pointer, here);
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail to read", e);
        }
        return new JsonPlaces(values, keys);
    }

    /** A key as a part of a pointer. */
    public static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** At the start of an object or array the parser is inside of it already. */
    private static String outside(JsonParser parser) {
        var parent = parser.getParsingContext().getParent();
        return parent == null ? "" : parent.pathAsPointer().toString();
    }
}
