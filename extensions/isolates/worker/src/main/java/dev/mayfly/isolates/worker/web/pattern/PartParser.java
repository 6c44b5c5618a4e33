package dev.mayfly.isolates.worker.web.pattern;

import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.worker.web.pattern.Part.Modifier;
import dev.mayfly.isolates.worker.web.pattern.Token.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the pattern of one component. */
final class PartParser {
    static final String ANYTHING = ".*";

    private final List<Token> tokens;
    private final Separator separator;
    private final UnaryOperator<String> canonical;
    private final List<Part> parts = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private int at;
    private int nextNumber;

    private PartParser(List<Token> tokens, Separator separator, UnaryOperator<String> canonical) {
        this.tokens = tokens;
        this.separator = separator;
        this.canonical = canonical;
    }

    /** @param canonical writes a text as it stands in a URL */
    static List<Part> parts(String pattern, Separator separator, UnaryOperator<String> canonical) {
        var parser = new PartParser(Tokenizer.tokens(pattern, Tokenizer.Policy.STRICT), separator, canonical);
        parser.run();
        return parser.parts;
    }

    private void run() {
        while (true) {
            Poll.at(at);
            var character = take(Type.CHAR);
            var name = take(Type.NAME);
            var expression = expression(name);
            if (name != null || expression != null) {
                group(character == null ? "" : character.value(), name, expression);
                continue;
            }
            var fixed = character == null ? take(Type.ESCAPED_CHAR) : character;
            if (fixed != null) {
                text.append(fixed.value());
            } else if (take(Type.OPEN) != null) {
                braces();
            } else {
                endText();
                require(Type.END);
                return;
            }
        }
    }

    private void group(String before, @Nullable Token name, @Nullable Token expression) {
        boolean isPrefix = !before.isEmpty() && before.equals(separator.prefix);
        if (!isPrefix) text.append(before);
        endText();
        add(isPrefix ? before : "", name, expression, "", modifier());
    }

    private void braces() {
        var prefix = consumeText();
        var name = take(Type.NAME);
        var expression = expression(name);
        var suffix = consumeText();
        require(Type.CLOSE);
        add(prefix, name, expression, suffix, modifier());
    }

    private void add(
            String prefix, @Nullable Token name, @Nullable Token expression, String suffix, Modifier modifier) {
        boolean isGroup = name != null || expression != null;
        if (!isGroup && modifier == Modifier.NONE) {
            text.append(prefix);
            return;
        }
        endText();
        if (!isGroup) {
            if (!prefix.isEmpty()) parts.add(Part.fixed(canonical.apply(prefix), modifier));
            return;
        }
        var regexp = expression == null
                ? separator.segment()
                : expression.type() == Type.ASTERISK ? ANYTHING : expression.value();
        var type = Part.Type.REGEXP;
        if (regexp.equals(separator.segment())) type = Part.Type.SEGMENT_WILDCARD;
        else if (regexp.equals(ANYTHING)) type = Part.Type.FULL_WILDCARD;
        var called = name == null ? Integer.toString(nextNumber++) : name.value();
        if (!names.add(called)) throw new BadPattern("two groups are named " + called);
        var value = type == Part.Type.REGEXP ? regexp : "";
        parts.add(new Part(type, value, modifier, called, canonical.apply(prefix), canonical.apply(suffix)));
    }

    private void endText() {
        if (text.isEmpty()) return;
        parts.add(Part.fixed(canonical.apply(text.toString()), Modifier.NONE));
        text.setLength(0);
    }

    private String consumeText() {
        var consumed = new StringBuilder();
        while (true) {
            Poll.at(at);
            var token = take(Type.CHAR);
            if (token == null) token = take(Type.ESCAPED_CHAR);
            if (token == null) return consumed.toString();
            consumed.append(token.value());
        }
    }

    private @Nullable Token expression(@Nullable Token name) {
        var token = take(Type.REGEXP);
        return token == null && name == null ? take(Type.ASTERISK) : token;
    }

    private Modifier modifier() {
        var token = take(Type.OTHER_MODIFIER);
        if (token == null) token = take(Type.ASTERISK);
        if (token == null) return Modifier.NONE;
        return switch (token.value()) {
            case "?" -> Modifier.OPTIONAL;
            case "+" -> Modifier.ONE_OR_MORE;
            default -> Modifier.ZERO_OR_MORE;
        };
    }

    private @Nullable Token take(Type type) {
        return tokens.get(at).type() == type ? tokens.get(at++) : null;
    }

    private void require(Type type) {
        var token = tokens.get(at);
        if (take(type) != null) return;
        var wanted = type == Type.CLOSE ? "a closing brace" : "the end";
        var found = token.type() == Type.END ? "the end" : BadPattern.shown(token.value());
        throw new BadPattern("%s is at position %d where %s should be".formatted(found, token.index(), wanted));
    }
}
