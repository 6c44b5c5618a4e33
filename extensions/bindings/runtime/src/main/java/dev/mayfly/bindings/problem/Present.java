package dev.mayfly.bindings.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses what must be there and is not: of what JSON leaves out, its reader makes null. */
public final class Present {
    private Present() {}

    /** @param place such as {@code messages[2].content} */
    public static void value(String code, String place, @Nullable Object value) {
        if (value == null) throw new Problem.Invalid(code, place + " is missing");
    }

    public static void values(String code, String place, List<?> values) {
        for (int i = 0; i < values.size(); i++) value(code, "%s[%d]".formatted(place, i), values.get(i));
    }

    public static void values(String code, String place, Map<String, ?> values) {
        values.forEach((name, value) -> value(code, place + "." + name, value));
    }
}
