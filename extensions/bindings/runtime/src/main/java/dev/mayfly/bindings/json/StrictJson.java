package dev.mayfly.bindings.json;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON as it stands: keys that are not known, keys that are there twice, values of another type and text behind the end are
 * refused. A setting that is ignored or guessed is worse than one that is refused.
 */
public final class StrictJson {
    private static final Map<LogicalType, Set<CoercionInputShape>> NEVER_TAKEN_FOR = Map.of(
            LogicalType.Textual,
            Set.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean),
            LogicalType.Integer,
            Set.of(CoercionInputShape.String, CoercionInputShape.EmptyString, CoercionInputShape.Float),
            LogicalType.Float,
            Set.of(CoercionInputShape.String, CoercionInputShape.EmptyString),
            LogicalType.Boolean,
            Set.of(CoercionInputShape.String, CoercionInputShape.EmptyString, CoercionInputShape.Integer),
            LogicalType.Enum,
            Set.of(CoercionInputShape.EmptyString, CoercionInputShape.Integer));

    private StrictJson() {}

    /** A strict reader with the modules and habits of that mapper, which stays as it is. */
    public static ObjectReader reader(ObjectMapper mapper) {
        ObjectMapper strict = mapper.copy();
        NEVER_TAKEN_FOR.forEach((type, shapes) ->
                shapes.forEach(shape -> strict.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail)));
        return strict.reader()
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .with(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }
}
