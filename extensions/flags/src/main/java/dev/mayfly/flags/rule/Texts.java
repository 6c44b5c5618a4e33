package dev.mayfly.flags.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators on texts. */
final class Texts {
    private Texts() {}

    record Cat(List<Node> parts) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            if (parts.size() == 2)
                return scope.made(Values.text(parts.get(0).evaluate(scope))
                        .concat(Values.text(parts.get(1).evaluate(scope))));
            var text = new StringBuilder();
            for (int i = 0; i < parts.size(); i++)
                text.append(scope.made(Values.text(parts.get(i).evaluate(scope))));
            return text.toString();
        }
    }

    /** {@code [text, from]} or {@code [text, from, length]}; what is negative counts from the end. */
    record Substr(Node text, Node from, @Nullable Node length) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            String whole = Values.text(text.evaluate(scope));
            int start = place((long) Values.number(from.evaluate(scope)), whole.length());
            int end = whole.length();
            if (length != null) {
                long wanted = (long) Values.number(length.evaluate(scope));
                end = wanted < 0 ? place(wanted, whole.length()) : place(start + wanted, whole.length());
            }
            return start >= end ? "" : scope.made(whole.substring(start, end));
        }

        private static int place(long at, int length) {
            return (int) Math.clamp(at < 0 ? length + at : at, 0L, (long) length);
        }
    }

    /** Whether a text contains another, or a list an element. No text contains null, so nobody is in one by saying nothing. */
    record In(Node part, Node whole) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            Object wanted = part.evaluate(scope);
            return switch (whole.evaluate(scope)) {
                case String text -> wanted != null && text.contains(Values.text(wanted));
                case List<?> list -> contains(list, wanted);
                case null, default -> false;
            };
        }

        private static boolean contains(List<?> list, @Nullable Object wanted) {
            for (int i = 0; i < list.size(); i++) if (Values.same(list.get(i), wanted)) return true;
            return false;
        }
    }

    enum End {
        START,
        END
    }

    /** Null where one of them is no text. */
    record Affix(End end, Node text, Node affix) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return text.evaluate(scope) instanceof String whole && affix.evaluate(scope) instanceof String part
                    ? (Object) (end == End.START ? whole.startsWith(part) : whole.endsWith(part))
                    : null;
        }
    }
}
