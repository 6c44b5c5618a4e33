package dev.mayfly.isolates;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Config interfaces without Quarkus, for benchmarks and tests: SmallRye generates its implementations with a library that only
 * builds have. Values are read once.
 */
final class PlainConfig {
    private PlainConfig() {}

    static <T> T of(Class<T> type, String prefix, Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "given", 100))
                .build();
        return of(type, prefix, config);
    }

    private static <T> T of(Class<T> type, String prefix, SmallRyeConfig config) {
        Map<String, Object> values = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (!method.isDefault() && method.getParameterCount() == 0)
                values.put(method.getName(), value(method, prefix + "." + StringUtil.skewer(method.getName()), config));
        }
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> values.getOrDefault(method.getName(), type.getSimpleName()));
        return type.cast(proxy);
    }

    private static Object value(Method method, String key, SmallRyeConfig config) {
        Class<?> type = method.getReturnType();
        if (type == Optional.class) {
            ParameterizedType optional = (ParameterizedType) method.getGenericReturnType();
            return config.getOptionalValue(key, (Class<?>) optional.getActualTypeArguments()[0]);
        }
        if (type == OptionalInt.class) return config.getValue(key, OptionalInt.class);
        if (type.isInterface()) return of(type, key, config);
        Optional<?> given = config.getOptionalValue(key, type);
        if (given.isPresent()) return given.get();
        WithDefault fallback = method.getAnnotation(WithDefault.class);
        if (fallback == null) throw new IllegalArgumentException(key + " is not set");
        return config.convert(fallback.value(), type);
    }
}
