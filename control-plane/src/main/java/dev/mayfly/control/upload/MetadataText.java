package dev.mayfly.control.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.json.JsonFlaw;
import dev.mayfly.bindings.json.JsonPlaces;
import dev.mayfly.bindings.json.JsonPlaces.Place;
import dev.mayfly.bindings.json.StrictJson;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.functions.MetadataCheck;
import dev.mayfly.control.functions.Places;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
    private record Found(JsonPlaces text) implements Places {
        @Override
        public Place of(String pointer) {
            return text.values().getOrDefault(pointer, START);
        }

        @Override
        public Place ofKey(String pointer) {
            return text.keys().getOrDefault(pointer, START);
        }
    }

    /** Fails with {@link Problem.BadBundle} where the text is no JSON, has a key that is not known, or a value of the wrong type. */
    Read read(byte[] bytes) {
        if (bytes.length > BYTES_MAX)
            throw bad("invalid-metadata", "metadata has more than %d bytes".formatted(BYTES_MAX), Place.UNKNOWN);
        String text = text(bytes);
        JsonPlaces places = new JsonPlaces(Map.of(), Map.of());
        try {
            places = JsonPlaces.in(text, reader.getFactory(), MetadataText::refuseTwice);
            return new Read(reader.readValue(text), new Found(places));
        } catch (UnrecognizedPropertyException e) {
            throw bad(
                    "unknown-key",
                    problem(e),
                    places.keys().getOrDefault(pointer(e.getPath()), Place.of(e.getLocation())));
        } catch (JsonMappingException e) {
            throw bad(
                    "invalid-metadata",
                    named(e.getPath()) + problem(e),
                    places.values().getOrDefault(pointer(e.getPath()), Place.of(e.getLocation())));
        } catch (JsonProcessingException e) {
            throw bad("invalid-metadata", "not JSON: " + JsonFlaw.ofText(e), Place.of(e.getLocation()));
        }
    }

    private static void refuseTwice(String key, Place place) {
        throw bad("invalid-metadata", "the key '%s' is there twice".formatted(key), place);
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
            else pointer.append(JsonPlaces.escape(step.getFieldName()));
        }
        return pointer.toString();
    }

    private static Problem bad(String code, String message, Place place) {
        return new Problem.BadBundle(code, message, MetadataCheck.FILE, place.line(), place.column());
    }
}
