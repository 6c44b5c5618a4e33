package dev.mayfly.isolates.worker.web.pattern;

import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.worker.web.pattern.Token.Type;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Splits a pattern that is written like a URL into its components. */
final class ConstructorString {
    private enum State {
        INIT(null),
        PROTOCOL(Field.PROTOCOL),
        AUTHORITY(null),
        USERNAME(Field.USERNAME),
        PASSWORD(Field.PASSWORD),
        HOSTNAME(Field.HOSTNAME),
        PORT(Field.PORT),
        PATHNAME(Field.PATHNAME),
        SEARCH(Field.SEARCH),
        HASH(Field.HASH),
        DONE(null);

        final @Nullable Field field;

        State(@Nullable Field field) {
            this.field = field;
        }

        boolean isBefore(State other) {
            return compareTo(other) < 0;
        }
    }

    private final String in;
    private final List<Token> tokens;
    private final Predicate<String> isSpecial;
    private final Map<Field, String> result = new EnumMap<>(Field.class);
    private State state = State.INIT;
    private int at;
    private int step;
    private int start;
    private int braces;
    private int brackets;
    private boolean special;

    private ConstructorString(String in, Predicate<String> isSpecial) {
        this.in = in;
        this.tokens = Tokenizer.tokens(in, Tokenizer.Policy.LENIENT);
        this.isSpecial = isSpecial;
    }

    /** @param isSpecial whether a pattern of a protocol matches one of those that browsers know best */
    static Map<Field, String> parse(String in, Predicate<String> isSpecial) {
        var parser = new ConstructorString(in, isSpecial);
        parser.run();
        if (parser.result.containsKey(Field.HOSTNAME)) parser.result.putIfAbsent(Field.PORT, "");
        return parser.result;
    }

    private void run() {
        for (int turn = 0; state != State.DONE; turn++, at += step) {
            Poll.at(turn);
            step = 1;
            var type = tokens.get(at).type();
            if (type == Type.END) {
                atEnd();
            } else if (type == Type.OPEN) {
                braces++;
            } else if (braces == 0 || (type == Type.CLOSE && --braces >= 0)) {
                look();
            }
        }
    }

    private void atEnd() {
        if (state == State.INIT) relative();
        else if (state == State.AUTHORITY) rewind(State.HOSTNAME);
        else change(State.DONE, 0);
    }

    /** No protocol ends anywhere, so it begins with a later component. */
    private void relative() {
        rewind(State.INIT);
        if (isPlain("#")) change(State.HASH, 1);
        else if (isQuestion()) change(State.SEARCH, 1);
        else change(State.PATHNAME, 0);
    }

    private void look() {
        switch (state) {
            case INIT -> {
                if (isPlain(":")) rewind(State.PROTOCOL);
            }
            case PROTOCOL -> {
                if (isPlain(":")) protocol();
            }
            case AUTHORITY -> {
                if (isPlain("@")) rewind(State.USERNAME);
                else if (isPlain("/") || isQuestion() || isPlain("#")) rewind(State.HOSTNAME);
            }
            case USERNAME -> {
                if (isPlain(":")) change(State.PASSWORD, 1);
                else if (isPlain("@")) change(State.HOSTNAME, 1);
            }
            case PASSWORD -> {
                if (isPlain("@")) change(State.HOSTNAME, 1);
            }
            case HOSTNAME -> {
                if (isPlain("[")) brackets++;
                else if (isPlain("]")) brackets--;
                else if (isPlain(":") && brackets == 0) change(State.PORT, 1);
                else afterHost();
            }
            case PORT -> afterHost();
            case PATHNAME -> {
                if (isQuestion()) change(State.SEARCH, 1);
                else if (isPlain("#")) change(State.HASH, 1);
            }
            case SEARCH -> {
                if (isPlain("#")) change(State.HASH, 1);
            }
            case HASH, DONE -> {}
        }
    }

    private void protocol() {
        special = isSpecial.test(component());
        boolean slashes = plain(at + 1, "/") && plain(at + 2, "/");
        if (slashes) change(State.AUTHORITY, 3);
        else change(special ? State.AUTHORITY : State.PATHNAME, 1);
    }

    private void afterHost() {
        if (isPlain("/")) change(State.PATHNAME, 0);
        else if (isQuestion()) change(State.SEARCH, 1);
        else if (isPlain("#")) change(State.HASH, 1);
    }

    private void change(State next, int skip) {
        if (state.field != null) result.put(state.field, component());
        if (state != State.INIT && next != State.DONE) fillBefore(next);
        state = next;
        at += skip;
        start = at;
        step = 0;
    }

    /** What is skipped on the way to a later component is empty, and no wildcard. */
    private void fillBefore(State next) {
        if (state.isBefore(State.HOSTNAME) && State.HOSTNAME.isBefore(next)) result.putIfAbsent(Field.HOSTNAME, "");
        if (state.isBefore(State.PATHNAME) && State.PATHNAME.isBefore(next)) {
            result.putIfAbsent(Field.PATHNAME, special ? "/" : "");
        }
        if (state.isBefore(State.SEARCH) && State.SEARCH.isBefore(next)) result.putIfAbsent(Field.SEARCH, "");
    }

    private void rewind(State next) {
        at = start;
        step = 0;
        state = next;
    }

    private String component() {
        int from = in.offsetByCodePoints(0, token(start).index());
        return in.substring(from, in.offsetByCodePoints(0, token(at).index()));
    }

    private Token token(int index) {
        return tokens.get(Math.min(index, tokens.size() - 1));
    }

    private boolean isPlain(String character) {
        return plain(at, character);
    }

    private boolean plain(int index, String character) {
        return token(index).isPlain(character);
    }

    /** Whether a question mark begins a search here and is no modifier of what stands before it. */
    private boolean isQuestion() {
        if (isPlain("?")) return true;
        if (!token(at).value().equals("?")) return false;
        if (at == 0) return true;
        return switch (token(at - 1).type()) {
            case NAME, REGEXP, CLOSE, ASTERISK -> false;
            default -> true;
        };
    }
}
