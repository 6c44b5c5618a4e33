package dev.mayfly.isolates.worker.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A start tag, and what is to become of its element. */
final class StartTag implements Token {
    /** Characters of a name that is given to a tag. */
    static final int NAME_MOST = 1_000;

    private final Tokenizer tokenizer;
    private final String name;
    private final Insertions insertions = new Insertions();
    private Namespace namespace = Namespace.HTML;
    private @Nullable List<Attribute> attributes;
    private @Nullable String renamed;
    private boolean changed;
    private @Nullable OpenElement element;

    StartTag(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.name = Markup.lower(tokenizer.tagName());
    }

    /** In lower case, as the document has it. */
    String name() {
        return name;
    }

    /** In lower case, as it will be. */
    String newName() {
        return renamed == null ? name : Markup.lower(renamed);
    }

    void rename(String next) {
        renamed = checkedName(next);
        changed = true;
        if (element != null) element.rename(renamed);
    }

    static String checkedName(String name) {
        if (name.length() > NAME_MOST) {
            throw new IllegalArgumentException("The name of a tag has at most %,d characters".formatted(NAME_MOST));
        }
        if (name.isEmpty() || !Markup.isLetter(name.charAt(0)) || name.chars().anyMatch(Markup::endsName)) {
            throw new IllegalArgumentException(
                    "The name of a tag begins with a letter and has no space, / or > in it, but %s was given"
                            .formatted(quoted(name)));
        }
        return name;
    }

    Namespace namespace() {
        return namespace;
    }

    void namespace(Namespace its) {
        namespace = its;
    }

    boolean isSelfClosing() {
        return tokenizer.isSelfClosing();
    }

    void opens(@Nullable OpenElement opened) {
        element = opened;
    }

    /** Empty where the element has no content and no end tag. */
    @Nullable
    OpenElement element() {
        return element;
    }

    List<Attribute> attributes() {
        if (attributes == null) attributes = tokenizer.attributes();
        return attributes;
    }

    @Nullable
    String attribute(String attribute) {
        for (var one : attributes()) if (one.name().equals(attribute)) return one.value();
        return null;
    }

    void set(String attribute, String value) {
        if (attribute.isEmpty()
                || attribute
                        .chars()
                        .anyMatch(c -> Markup.endsName(c) || c == '=' || c == '"' || c == '\'' || c == '<')) {
            throw new IllegalArgumentException(
                    "The name of an attribute has no space, quote or / > = < in it, but %s was given"
                            .formatted(quoted(attribute)));
        }
        var all = changeable();
        var next = Attribute.set(Markup.lower(attribute), value);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(next.name())) {
                all.set(i, next);
                return;
            }
        }
        if (all.size() >= Tokenizer.ATTRIBUTES_MOST) {
            throw new IllegalArgumentException(
                    "HTMLRewriter: a tag has more than %,d attributes".formatted(Tokenizer.ATTRIBUTES_MOST));
        }
        all.add(next);
    }

    void removeAttribute(String attribute) {
        if (attribute(attribute) != null)
            changeable().removeIf(one -> one.name().equals(attribute));
    }

    private List<Attribute> changeable() {
        changed = true;
        return attributes instanceof ArrayList<Attribute> mine ? mine : (attributes = new ArrayList<>(attributes()));
    }

    /** Its markup; what was not changed goes by as it was written. */
    void write(Output out, Characters characters) {
        var buffer = tokenizer.buffer();
        if (!changed) {
            out.add(buffer, tokenizer.start(), tokenizer.tokenEnd());
            return;
        }
        out.add(characters.encode("<" + Objects.requireNonNullElse(renamed, tokenizer.tagName())));
        for (var one : attributes()) {
            out.add(characters.encode(" "));
            if (one.isSet()) out.add(characters.encode(one.written()));
            else out.add(buffer, one.start(), one.end());
        }
        out.add(characters.encode(isSelfClosing() ? " />" : ">"));
    }

    @Override
    public Insertions insertions() {
        return insertions;
    }

    private static String quoted(String text) {
        return "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
    }
}
