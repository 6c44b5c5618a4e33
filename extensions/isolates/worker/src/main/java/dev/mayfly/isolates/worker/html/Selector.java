package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.guard.Poll;
import java.util.List;

/** A selector of one handler: a list of which one must match. */
record Selector(List<Complex> any) {
    /** Whether siblings of one name must be counted. */
    boolean countsNames() {
        return any.stream().flatMap(one -> one.compounds.stream()).anyMatch(Compound::countsNames);
    }

    /** How two compounds belong together. */
    enum Combinator {
        DESCENDANT,
        CHILD
    }

    /**
     * Compounds from the outermost element to the one that is meant.
     *
     * @param combinators each stands left of the compound with its number; the first means nothing
     */
    record Complex(List<Compound> compounds, List<Combinator> combinators) {}

    record Compound(List<Simple> all) {
        boolean matches(Candidate element) {
            for (var one : all) if (!one.matches(element)) return false;
            return true;
        }

        boolean countsNames() {
            return all.stream().anyMatch(Simple::countsNames);
        }
    }

    /**
     * The element that is looked at.
     *
     * @param place among its siblings, from 1 on
     * @param placeOfName among those with its name; 0 where nobody counts
     */
    record Candidate(StartTag tag, int place, int placeOfName) {}

    sealed interface Simple {
        boolean matches(Candidate element);

        default boolean countsNames() {
            return false;
        }
    }

    record Name(String name) implements Simple {
        @Override
        public boolean matches(Candidate element) {
            return element.tag().name().equals(name);
        }
    }

    record Id(String id) implements Simple {
        @Override
        public boolean matches(Candidate element) {
            return id.equals(element.tag().attribute("id"));
        }
    }

    record ClassName(String name) implements Simple {
        @Override
        public boolean matches(Candidate element) {
            var classes = element.tag().attribute("class");
            return classes != null && hasWord(classes, name, false);
        }
    }

    record Has(String attribute) implements Simple {
        @Override
        public boolean matches(Candidate element) {
            return element.tag().attribute(attribute) != null;
        }
    }

    /** How an attribute's value is compared, named for its sign. */
    enum Comparison {
        EQUAL("="),
        WORD("~="),
        LANGUAGE("|="),
        BEGIN("^="),
        END("$="),
        PART("*=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    record Value(String attribute, Comparison comparison, String wanted, boolean anyCase) implements Simple {
        @Override
        public boolean matches(Candidate element) {
            var value = element.tag().attribute(attribute);
            if (value == null) return false;
            return switch (comparison) {
                case EQUAL -> value.length() == wanted.length() && stands(value, 0, wanted, anyCase);
                case WORD -> !wanted.isEmpty() && hasWord(value, wanted, anyCase);
                case LANGUAGE ->
                    stands(value, 0, wanted, anyCase)
                            && (value.length() == wanted.length() || value.charAt(wanted.length()) == '-');
                case BEGIN -> !wanted.isEmpty() && stands(value, 0, wanted, anyCase);
                case END -> !wanted.isEmpty() && stands(value, value.length() - wanted.length(), wanted, anyCase);
                case PART -> !wanted.isEmpty() && has(value, wanted, anyCase);
            };
        }
    }

    /** {@code :nth-child(step n + first)}, or {@code :nth-of-type}. */
    record Nth(int step, int first, boolean ofName) implements Simple {
        @Override
        public boolean matches(Candidate element) {
            int over = (ofName ? element.placeOfName() : element.place()) - first;
            return step == 0 ? over == 0 : over % step == 0 && over / step >= 0;
        }

        @Override
        public boolean countsNames() {
            return ofName;
        }
    }

    record Not(List<Compound> none) implements Simple {
        @Override
        public boolean matches(Candidate element) {
            for (var one : none) if (one.matches(element)) return false;
            return true;
        }

        @Override
        public boolean countsNames() {
            return none.stream().anyMatch(Compound::countsNames);
        }
    }

    private static boolean stands(String text, int at, String wanted, boolean anyCase) {
        if (at < 0 || wanted.length() > text.length() - at) return false;
        if (!anyCase) return text.startsWith(wanted, at);
        for (int i = 0; i < wanted.length(); i++)
            if (lower(text.charAt(at + i)) != lower(wanted.charAt(i))) return false;
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    private static boolean has(String text, String wanted, boolean anyCase) {
        for (int at = 0; at <= text.length() - wanted.length(); at++) {
            Poll.poll();
            if (stands(text, at, wanted, anyCase)) return true;
        }
        return false;
    }

    private static boolean hasWord(String text, String word, boolean anyCase) {
        for (int from = 0, at = 0; at <= text.length(); at++) {
            Poll.at(at);
            if (at < text.length() && !Markup.isSpace(text.charAt(at))) continue;
            if (at - from == word.length() && stands(text, from, word, anyCase)) return true;
            from = at + 1;
        }
        return false;
    }
}
