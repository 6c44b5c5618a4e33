package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.worker.html.Selector.Combinator;
import dev.mayfly.isolates.worker.html.Selector.Comparison;
import dev.mayfly.isolates.worker.html.Selector.Complex;
import dev.mayfly.isolates.worker.html.Selector.Compound;
import dev.mayfly.isolates.worker.html.Selector.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a selector: what CSS has, as far as it can be decided when a start tag is all that is there. */
public final class SelectorText {
    /** Characters. */
    static final int LENGTH_MOST = 1_024;
    /** Compounds of one selector, all of its list counted. */
    static final int COMPOUNDS_MOST = 64;

    static final int NOT_DEPTH_MOST = 8;
    private static final int NUMBER_DIGITS_MOST = 8;
    /** Attributes whose values HTML compares in any case of letters. */
    private static final Set<String> ANY_CASE = Set.of(
            "accept",
            "accept-charset",
            "align",
            "alink",
            "axis",
            "bgcolor",
            "charset",
            "checked",
            "clear",
            "codetype",
            "color",
            "compact",
            "declare",
            "defer",
            "dir",
            "direction",
            "disabled",
            "enctype",
            "face",
            "frame",
            "hreflang",
            "http-equiv",
            "lang",
            "language",
            "link",
            "media",
            "method",
            "multiple",
            "nohref",
            "noresize",
            "noshade",
            "nowrap",
            "readonly",
            "rel",
            "rev",
            "rules",
            "scope",
            "scrolling",
            "selected",
            "shape",
            "target",
            "text",
            "type",
            "valign",
            "valuetype",
            "vlink");

    private final String text;
    private int at;
    private int compounds;

    private SelectorText(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException for what is no selector, or none that a stream can be asked */
    static Selector read(String text) {
        if (text.length() > LENGTH_MOST) {
            throw new IllegalArgumentException(
                    "A selector has at most %,d characters, not %,d".formatted(LENGTH_MOST, text.length()));
        }
        return new SelectorText(text).selector();
    }

    /** Throws what {@link #read} throws. */
    public static void check(String text) {
        read(text);
    }

    private Selector selector() {
        var any = new ArrayList<Complex>();
        do any.add(complex());
        while (taken(','));
        if (at < text.length()) throw wrong("there is an unexpected %s".formatted(here()));
        return new Selector(List.copyOf(any));
    }

    private Complex complex() {
        var parts = new ArrayList<Compound>();
        var combinators = new ArrayList<Combinator>();
        skipSpace();
        var combinator = Combinator.DESCENDANT;
        while (true) {
            if (++compounds > COMPOUNDS_MOST) throw wrong("it has more than %d compounds".formatted(COMPOUNDS_MOST));
            combinators.add(combinator);
            parts.add(compound(0));
            boolean spaced = skipSpace();
            if (at == text.length() || text.charAt(at) == ',')
                return new Complex(List.copyOf(parts), List.copyOf(combinators));
            if (taken('>')) combinator = Combinator.CHILD;
            else if (isOneOf("+~|")) throw wrong("the combinator %s is none of descendant and >".formatted(here()));
            else if (spaced) combinator = Combinator.DESCENDANT;
            else throw wrong("there is an unexpected %s".formatted(here()));
            skipSpace();
        }
    }

    private Compound compound(int depth) {
        int from = at;
        var all = new ArrayList<Simple>();
        if (taken('*')) {
            if (isOneOf("|")) throw wrong("namespaces cannot be asked for");
        } else if (isName()) {
            all.add(new Selector.Name(Markup.lower(name())));
            if (isOneOf("|")) throw wrong("namespaces cannot be asked for");
        }
        while (true) {
            if (taken('#')) all.add(new Selector.Id(name()));
            else if (taken('.')) all.add(new Selector.ClassName(name()));
            else if (taken('[')) all.add(attribute());
            else if (taken(':')) all.add(pseudo(depth));
            else break;
        }
        if (at == from)
            throw wrong(at == text.length() ? "something is missing at its end" : "there is an unexpected " + here());
        return new Compound(List.copyOf(all));
    }

    private Simple attribute() {
        skipSpace();
        var name = Markup.lower(name());
        skipSpace();
        if (taken(']')) return new Selector.Has(name);
        var comparison = comparison();
        skipSpace();
        var wanted = isOneOf("\"'") ? quoted() : name();
        boolean anyCase = ANY_CASE.contains(name);
        skipSpace();
        if (isOneOf("iIsS")) {
            anyCase = isOneOf("iI");
            at++;
            skipSpace();
        }
        if (!taken(']')) throw wrong("a ] is missing");
        return new Selector.Value(name, comparison, wanted, anyCase);
    }

    private Comparison comparison() {
        for (var one : Comparison.values()) {
            if (text.startsWith(one.sign(), at)) {
                at += one.sign().length();
                return one;
            }
        }
        throw wrong("an attribute is compared by = ~= |= ^= $= or *=");
    }

    private Simple pseudo(int depth) {
        if (isOneOf(":")) throw wrong("pseudo-elements are in no document");
        var name = Markup.lower(name());
        return switch (name) {
            case "first-child" -> new Selector.Nth(0, 1, false);
            case "first-of-type" -> new Selector.Nth(0, 1, true);
            case "nth-child", "nth-of-type" -> nth(name.equals("nth-of-type"));
            case "not" -> not(depth + 1);
            default ->
                throw wrong(
                        "a stream cannot be asked for :%s; there are :first-child, :first-of-type, :nth-child(), :nth-of-type() and :not()"
                                .formatted(name));
        };
    }

    private Simple not(int depth) {
        if (depth > NOT_DEPTH_MOST) throw wrong("more than %d :not() are in each other".formatted(NOT_DEPTH_MOST));
        var none = new ArrayList<Compound>();
        open();
        do {
            skipSpace();
            none.add(compound(depth));
            skipSpace();
        } while (taken(','));
        if (!taken(')')) throw wrong("in :not() there is a list of compounds without combinators");
        return new Selector.Not(List.copyOf(none));
    }

    private void open() {
        if (!taken('(')) throw wrong("a ( is missing");
    }

    // ---- an + b ----

    private Simple nth(boolean ofName) {
        open();
        int close = text.indexOf(')', at);
        if (close < 0) throw wrong("a ) is missing");
        var formula = Markup.lower(text.substring(at, close).strip());
        at = close + 1;
        if (formula.equals("odd")) return new Selector.Nth(2, 1, ofName);
        if (formula.equals("even")) return new Selector.Nth(2, 0, ofName);
        int n = formula.indexOf('n');
        if (n < 0) return new Selector.Nth(0, number(formula), ofName);
        var step = formula.substring(0, n);
        var rest = formula.substring(n + 1).strip();
        boolean signed = rest.startsWith("+") || rest.startsWith("-");
        if (!rest.isEmpty() && !signed) throw noFormula();
        int first =
                rest.isEmpty() ? 0 : number(rest.charAt(0) + rest.substring(1).strip());
        return new Selector.Nth(
                step.isEmpty() || step.equals("+") ? 1 : step.equals("-") ? -1 : number(step), first, ofName);
    }

    private int number(String digits) {
        var unsigned = digits.startsWith("+") || digits.startsWith("-") ? digits.substring(1) : digits;
        boolean isNumber = !unsigned.isEmpty() && unsigned.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || unsigned.length() > NUMBER_DIGITS_MOST) throw noFormula();
        return digits.startsWith("-") ? -Integer.parseInt(unsigned) : Integer.parseInt(unsigned);
    }

    private IllegalArgumentException noFormula() {
        return wrong("the place of a child is a number, odd, even, or like 2n + 1");
    }

    // ---- characters ----

    private boolean isName() {
        if (at == text.length()) return false;
        char c = text.charAt(at);
        return Markup.isLetter(c) || c == '_' || c == '-' || c == '\\' || c >= 0x80;
    }

    private static boolean isNamePart(char c) {
        return Markup.isLetter(c) || c == '_' || c == '-' || c >= 0x80 || (c >= '0' && c <= '9');
    }

    private String name() {
        if (!isName())
            throw wrong(at == text.length() ? "a name is missing at its end" : "a name is missing before " + here());
        var name = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') escape(name);
            else if (isNamePart(c)) {
                name.append(c);
                at++;
            } else break;
        }
        return name.toString();
    }

    private String quoted() {
        char quote = text.charAt(at++);
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\') escape(value);
            else value.append(text.charAt(at++));
        }
        if (!taken(quote)) throw wrong("a quote is not closed");
        return value.toString();
    }

    /** A backslash and a character, or the number of one in up to six digits and a space. */
    private void escape(StringBuilder into) {
        int from = ++at;
        while (at < text.length() && at < from + 6 && Character.digit(text.charAt(at), 16) >= 0) at++;
        if (at > from) {
            int point = Integer.parseInt(text.substring(from, at), 16);
            boolean isCharacter = point != 0 && Character.isValidCodePoint(point) && (point < 0xd800 || point > 0xdfff);
            into.appendCodePoint(isCharacter ? point : 0xfffd);
            if (at < text.length() && Markup.isSpace(text.charAt(at))) at++;
            return;
        }
        if (at == text.length()) throw wrong("nothing follows its last \\");
        into.append(text.charAt(at++));
    }

    private boolean skipSpace() {
        int from = at;
        while (at < text.length() && Markup.isSpace(text.charAt(at))) at++;
        return at > from;
    }

    private boolean taken(char c) {
        if (at == text.length() || text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private boolean isOneOf(String characters) {
        return at < text.length() && characters.indexOf(text.charAt(at)) >= 0;
    }

    private String here() {
        return "\"" + text.charAt(at) + "\"";
    }

    private IllegalArgumentException wrong(String why) {
        var shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return new IllegalArgumentException("The selector \"%s\" cannot be used: %s".formatted(shown, why));
    }
}
