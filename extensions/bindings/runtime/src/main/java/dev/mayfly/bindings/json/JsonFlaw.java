package dev.mayfly.bindings.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with JSON that was refused, and what would be right, in words of its author. */
public final class JsonFlaw {
    private static final int SHOWN_MAX = 60;
    private static final int TEXT_MAX = 300;
    /** As Jackson writes it within a sentence: {@code [Source: …; line: 1, column: 2]}. */
    private static final Pattern PLACE = Pattern.compile("\\[Source:[^;]*; line: (\\d+), column: (\\d+)\\]");

    private JsonFlaw() {}

    /** Empty when it is a flaw of the text as such, not of what it says. */
    public static Optional<String> of(JsonProcessingException error) {
        if (error instanceof UnrecognizedPropertyException unknown) return Optional.of(unknownKey(unknown));
        if (error.getCause() instanceof InputCoercionException number)
            return Optional.of("this must be %s that fits; it is out of range".formatted(form(number.getTargetType())));
        return error instanceof MismatchedInputException mismatched ? mismatch(mismatched) : Optional.empty();
    }

    /** What the parser says of a text that is no JSON, without what means nothing to its author: where it keeps it, its own switches. */
    public static String ofText(JsonProcessingException error) {
        String line = Optional.ofNullable(error.getOriginalMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse("not readable as JSON");
        line = PLACE.matcher(line).replaceAll("line $1, column $2");
        line = line.replaceAll(" \\([^()]*Feature[^()]*\\)?", "").replaceAll("`(?:[\\w$]+\\.)+([\\w$]+)[^`]*`", "$1");
        return line.length() <= TEXT_MAX ? line : line.substring(0, TEXT_MAX) + "…";
    }

    /** Two mismatches have no class of their own; Jackson tells them by their words alone. */
    private static Optional<String> mismatch(MismatchedInputException error) {
        String words = Objects.requireNonNullElse(error.getOriginalMessage(), "");
        if (words.startsWith("Null value for creator property")) return Optional.of("missing");
        if (words.startsWith("Trailing token")) return Optional.of("there is more behind the end of the JSON");
        return Optional.ofNullable(error.getTargetType()).map(JsonFlaw::wrongType);
    }

    private static String unknownKey(UnrecognizedPropertyException error) {
        String known = error.getKnownPropertyIds() == null
                ? ""
                : error.getKnownPropertyIds().stream()
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return "there is no key '%s' here; there is %s"
                .formatted(shown(error.getPropertyName()), known.isEmpty() ? "none" : known);
    }

    private static String wrongType(Class<?> wanted) {
        if (!wanted.isEnum()) return "this must be " + form(wanted);
        return "this must be one of "
                + Arrays.stream(wanted.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String form(Class<?> type) {
        if (List.of(long.class, Long.class, int.class, Integer.class).contains(type)) return "a whole number";
        if (Number.class.isAssignableFrom(type)) return "a number";
        if (type == boolean.class || type == Boolean.class) return "true or false";
        if (type == String.class) return "text";
        if (type == byte[].class) return "text in base64";
        if (Collection.class.isAssignableFrom(type)) return "a list";
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "of another form";
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
