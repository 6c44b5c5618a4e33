package dev.mayfly.bindings.memory;

import dev.mayfly.bindings.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what must be there and is not: of what JSON leaves out, its reader makes null. */
final class Present {
    private Present() {}

    /** @param place such as {@code messages[2].content} */
    static void value(String code, String place, @Nullable Object value) {
        if (value == null) throw new Problem.Invalid(code, place + " is missing");
    }

    static void values(String code, String place, List<?> values) {
        for (int i = 0; i < values.size(); i++) value(code, "%s[%d]".formatted(place, i), values.get(i));
    }
}
