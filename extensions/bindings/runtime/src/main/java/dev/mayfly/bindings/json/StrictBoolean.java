package dev.mayfly.bindings.json;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A parameter that may say yes or no says {@code true} or {@code false}, or is left out; without this every other word would be taken as a no. */
@Provider
public class StrictBoolean implements ParamConverterProvider {
    @Override
    @SuppressWarnings("unchecked") // it is asked for converters of the very type
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> type, @Nullable Type generic, Annotation @Nullable [] annotations) {
        boolean ours = type == Optional.class
                && generic instanceof ParameterizedType optional
                && optional.getActualTypeArguments()[0] == Boolean.class;
        return ours ? (ParamConverter<T>) new Converter() : null;
    }

    private static final class Converter implements ParamConverter<Optional<Boolean>> {
        @Override
        public Optional<Boolean> fromString(@Nullable String word) {
            return switch (word) {
                case null -> Optional.empty();
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> throw new IllegalArgumentException("true or false, not " + word);
            };
        }

        @Override
        public String toString(Optional<Boolean> value) {
            return value.map(Object::toString).orElse("");
        }
    }
}
