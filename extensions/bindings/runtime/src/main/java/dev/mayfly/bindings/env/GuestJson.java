package dev.mayfly.bindings.env;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON between functions and contracts: strict on the way in, bounded both ways. */
final class GuestJson {
    static final String CODE = "invalid-argument";

    private static final int DEPTH_MAX = 64;
    private static final int SHOWN_MAX = 60;

    private final JsonMapper mapper;
    private final int argumentsMax;
    private final int resultMax;

    GuestJson(int argumentsMax, int resultMax) {
        this.argumentsMax = argumentsMax;
        this.resultMax = resultMax;
        this.mapper = mapper();
    }

    /** The elements of an array. */
    List<JsonNode> array(String text, String label) {
        if (text.length() > argumentsMax)
            throw new Problem.LimitReached(
                    "binding-arguments",
                    "%s: the arguments have %d characters as JSON, at most %d are allowed"
                            .formatted(label, text.length(), argumentsMax));
        try {
            JsonNode node = mapper.readTree(text);
            if (!node.isArray()) throw new Problem.Invalid(CODE, label + ": the arguments must be a JSON array");
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(elements::add);
            return elements;
        } catch (JsonProcessingException e) {
            throw invalid(label, e);
        }
    }

    Object read(JsonNode value, Type type, String label) {
        try {
            return mapper.readerFor(mapper.constructType(type)).readValue(value);
        } catch (JsonProcessingException e) {
            throw invalid(label, e);
        } catch (IOException e) {
            throw new IllegalStateException("a tree in memory could not be read", e);
        }
    }

    /** What the platform itself says: it is as long as it is. */
    String describe(Object descriptor) {
        try {
            return mapper.writeValueAsString(descriptor);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a descriptor is JSON", e);
        }
    }

    String write(@Nullable Object value) {
        try {
            Bounded writer = new Bounded(resultMax);
            mapper.writeValue(writer, value);
            return writer.toString();
        } catch (IOException e) {
            throw Problems.from((Throwable) e);
        }
    }

    /** Text of a guest's that goes into a message. */
    static String shortened(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }

    private static Problem invalid(String label, JsonProcessingException error) {
        Problem problem = Problems.from(error);
        return problem instanceof Problem.Invalid
                ? new Problem.Invalid(CODE, label + ": " + problem.detail())
                : problem;
    }

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .addModules(new Jdk8Module(), new JavaTimeModule())
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /** Gives up as soon as the text is too long, not after it was made. */
    private static final class Bounded extends StringWriter {
        private final int max;

        Bounded(int max) {
            this.max = max;
        }

        @Override
        public void write(char[] chars, int from, int length) {
            check(length);
            super.write(chars, from, length);
        }

        @Override
        public void write(String text, int from, int length) {
            check(length);
            super.write(text, from, length);
        }

        @Override
        public void write(int single) {
            check(1);
            super.write(single);
        }

        private void check(int more) {
            if (getBuffer().length() + more > max)
                throw new Problem.LimitReached(
                        "binding-result", "the result has more than %d characters as JSON".formatted(max));
        }
    }
}
