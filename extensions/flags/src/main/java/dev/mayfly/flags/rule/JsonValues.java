package dev.mayfly.flags.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as rules have it: null, Boolean, String, Long, Double, List and Map. */
public final class JsonValues {
    private JsonValues() {}

    public static @Nullable Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            case NUMBER -> number(node);
            case ARRAY -> list(node);
            case OBJECT -> map(node);
            default -> null;
        };
    }

    /** Of an object. */
    public static Map<String, @Nullable Object> map(JsonNode object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
        return Collections.unmodifiableMap(map);
    }

    private static Object number(JsonNode node) {
        return node.canConvertToLong() && node.isIntegralNumber()
                ? (Object) node.longValue()
                : (Object) node.doubleValue();
    }

    private static List<@Nullable Object> list(JsonNode array) {
        List<@Nullable Object> list = new ArrayList<>(array.size());
        array.forEach(element -> list.add(of(element)));
        return Collections.unmodifiableList(list);
    }
}
