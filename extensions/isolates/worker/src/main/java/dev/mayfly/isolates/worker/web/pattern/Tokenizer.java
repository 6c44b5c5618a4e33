package dev.mayfly.isolates.worker.web.pattern;

import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.worker.web.pattern.Token.Type;
import java.util.ArrayList;
import java.util.List;

/** Takes a pattern apart. */
final class Tokenizer {
    /** What becomes of a place that means nothing. */
    enum Policy {
        STRICT,
        LENIENT
    }

    private final int[] in;
    private final Policy policy;
    private final List<Token> tokens = new ArrayList<>();
    private int index;

    private Tokenizer(int[] in, Policy policy) {
        this.in = in;
        this.policy = policy;
    }

    /** The last one is {@link Type#END}. */
    static List<Token> tokens(String pattern, Policy policy) {
        var tokenizer = new Tokenizer(pattern.codePoints().toArray(), policy);
        tokenizer.run();
        return tokenizer.tokens;
    }

    /** Whether a code point may stand in the name of a group. */
    static boolean isName(int codePoint, boolean first) {
        if (codePoint == '$' || codePoint == '_') return true;
        if (first) return Character.isUnicodeIdentifierStart(codePoint);
        return codePoint == 0x200C
                || codePoint == 0x200D
                || (Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint));
    }

    private void run() {
        while (index < in.length) {
            Poll.at(index);
            switch (in[index]) {
                case '*' -> one(Type.ASTERISK);
                case '+', '?' -> one(Type.OTHER_MODIFIER);
                case '{' -> one(Type.OPEN);
                case '}' -> one(Type.CLOSE);
                case '\\' -> escaped();
                case ':' -> name();
                case '(' -> regexp();
                default -> one(Type.CHAR);
            }
        }
        add(Type.END, index, index, index);
    }

    private void one(Type type) {
        add(type, index, index + 1, index + 1);
    }

    private void add(Type type, int from, int to, int next) {
        tokens.add(new Token(type, index, new String(in, from, to - from)));
        index = next;
    }

    private void wrong(String why) {
        if (policy == Policy.STRICT) throw new BadPattern("%s at position %d".formatted(why, index));
        one(Type.INVALID_CHAR);
    }

    private void escaped() {
        if (index + 1 == in.length) wrong("nothing follows the backslash");
        else add(Type.ESCAPED_CHAR, index + 1, index + 2, index + 2);
    }

    private void name() {
        int start = index + 1, at = start;
        while (at < in.length && isName(in[at], at == start)) at++;
        if (at == start) wrong("no name follows the colon");
        else add(Type.NAME, start, at, at);
    }

    private void regexp() {
        int start = index + 1, at = start, depth = 1;
        while (depth > 0 && at < in.length) {
            Poll.at(at);
            int c = in[at++];
            if (c > 0x7F || (c == '?' && at - 1 == start)) break;
            if (c == '\\') {
                if (at == in.length || in[at] > 0x7F) break;
                at++;
            } else if (c == ')') {
                depth--;
            } else if (c == '(') {
                // A group that counts would shift the names of those behind it.
                if (at == in.length || in[at] != '?') break;
                depth++;
            }
        }
        if (depth > 0 || at - 1 == start) {
            wrong("a regular expression is ASCII in parentheses, is not empty, and has no groups that count");
        } else {
            add(Type.REGEXP, start, at - 1, at);
        }
    }
}
