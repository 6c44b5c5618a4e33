package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.js.runtime.JSContextOptions;
import java.util.Map;
import org.graalvm.options.OptionKey;

/**
 * Bounds on single allocations, for every context of this process. A constrained sandbox lets nobody set these options, not even to
 * a stricter value, so their defaults are changed before the first engine exists.
 */
final class EngineDefaults {
    static final int STRING_LENGTH_MAX = 32 << 20;
    static final int TYPED_ARRAY_LENGTH_MAX = 100 << 20;
    static final int APPLY_ARGUMENTS_MAX = 100_000;

    private EngineDefaults() {}

    static void tighten() {
        set(Map.of(
                JSContextOptions.STRING_LENGTH_LIMIT, STRING_LENGTH_MAX,
                JSContextOptions.MAX_TYPED_ARRAY_LENGTH, TYPED_ARRAY_LENGTH_MAX,
                JSContextOptions.MAX_APPLY_ARGUMENT_LENGTH, APPLY_ARGUMENTS_MAX));
    }

    private static void set(Map<OptionKey<Integer>, Integer> defaults) {
        try {
            var value = OptionKey.class.getDeclaredField("defaultValue");
            value.setAccessible(true);
            for (var each : defaults.entrySet()) value.set(each.getKey(), each.getValue());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this engine's defaults cannot be tightened", e);
        }
    }
}
