package dev.mayfly.control.upload;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.json.JsonFlaw;
import dev.mayfly.bindings.json.StrictJson;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.functions.MetadataCheck;
import dev.mayfly.control.functions.Places;
import dev.mayfly.control.functions.Places.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Metadata as its author wrote it: what it says, and where in the text it says so. */
@ApplicationScoped
class MetadataText {
    static final int BYTES_MAX = 1 << 20;
    /** What is missing is missing from the whole. */
    private static final Place START = new Place(1, 1);

    private final ObjectReader reader;

    MetadataText(ObjectMapper json) {
        this.reader = StrictJson.reader(json).forType(Metadata.class);
    }

    record Read(Metadata metadata, Places places) {}

    /** In a text that was read. */
    private record Found(Map<String, Place> values, Map<String, Place> keys) implements Places {
        @Override
        public Place of(String pointer) {
            return values.getOrDefault(pointer, START);
        }

        @Override
        public Place ofKey(String pointer) {
            return keys.getOrDefault(pointer, START);
        }
    }

    /** Fails with {@link Problem.BadBundle} where the text is no JSON, has a key that is not known, or a value of the wrong type. */
    Read read(byte[] bytes) {
        if (bytes.length > BYTES_MAX)
            throw bad("invalid-metadata", "metadata has more than %d bytes".formatted(BYTES_MAX), Place.UNKNOWN);
        String text = text(bytes);
        Map<String, Place> values = new HashMap<>();
        Map<String, Place> keys = new HashMap<>();
        try {
            scan(text, values, keys);
            return new Read(reader.readValue(text), new Found(values, keys));
        } catch (UnrecognizedPropertyException e) {
            throw bad("unknown-key", problem(e), keys.getOrDefault(pointer(e.getPath()), place(e.getLocation())));
        } catch (JsonMappingException e) {
            throw bad(
                    "invalid-metadata",
                    named(e.getPath()) + problem(e),
                    values.getOrDefault(pointer(e.getPath()), place(e.getLocation())));
        } catch (JsonProcessingException e) {
            throw bad("invalid-metadata", "not JSON: " + e.getOriginalMessage(), place(e.getLocation()));
        }
    }

    /** Notes where each value and each key begins. */
    private void scan(String text, Map<String, Place> values, Map<String, Place> keys) throws JsonProcessingException {
        try (JsonParser parser = reader.getFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Place here = place(parser.currentTokenLocation());
                JsonPointer pointer = parser.getParsingContext().pathAsPointer();
                if (token == JsonToken.FIELD_NAME) {
                    if (keys.put(pointer.toString(), here) != null)
                        throw bad(
                                "invalid-metadata",
                                "the key '%s' is there twice".formatted(parser.currentName()),
                                here);
                } else if (token.isStructStart()) values.putIfAbsent(parentOf(parser), here);
                else if (!token.isStructEnd()) values.putIfAbsent(pointer.toString(), here);
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail to read", e);
        }
    }

    /** At the start of an object or array the parser is inside of it already. */
    private static String parentOf(JsonParser parser) {
        var parent = parser.getParsingContext().getParent();
        return parent == null ? "" : parent.pathAsPointer().toString();
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("invalid-metadata", "metadata is not UTF-8", Place.UNKNOWN);
        }
    }

    private static String problem(JsonMappingException e) {
        if (e.getCause() instanceof Problem problem) return problem.detail();
        return JsonFlaw.of(e).orElse("this has the wrong type");
    }

    /** Such as {@code limits.cpuMs: } or {@code routes[0].pattern: }; empty for the whole. */
    private static String named(List<Reference> path) {
        StringBuilder name = new StringBuilder();
        for (Reference step : path) {
            if (step.getFieldName() == null)
                name.append('[').append(step.getIndex()).append(']');
            else name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
        }
        return name.isEmpty() ? "" : name.append(": ").toString();
    }

    private static String pointer(List<Reference> path) {
        StringBuilder pointer = new StringBuilder();
        for (Reference step : path) {
            pointer.append('/');
            if (step.getFieldName() == null) pointer.append(step.getIndex());
            else pointer.append(Places.escape(step.getFieldName()));
        }
        return pointer.toString();
    }

    private static Place place(JsonLocation location) {
        return location == null
                ? Place.UNKNOWN
                : new Place(Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
    }

    private static Problem bad(String code, String message, Place place) {
        return new Problem.BadBundle(code, message, MetadataCheck.FILE, place.line(), place.column());
    }
}
