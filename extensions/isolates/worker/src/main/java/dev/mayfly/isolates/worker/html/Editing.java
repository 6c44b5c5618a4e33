package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.worker.html.Token.Comment;
import dev.mayfly.isolates.worker.html.Token.DocumentEnd;
import dev.mayfly.isolates.worker.html.Token.EndTag;
import dev.mayfly.isolates.worker.html.Token.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What handlers may ask and change of the token that they are called with. */
public final class Editing {
    private final Rewriting rewriting;

    public Editing(Rewriting rewriting) {
        this.rewriting = rewriting;
    }

    /** The answer to a question: a text, a truth, or nothing. */
    public @Nullable Object ask(String what, String about) {
        return switch (rewriting.token()) {
            case StartTag tag -> ask(tag, what, about);
            case Text text -> what.equals("text") ? text.text() : what.equals("last") ? text.isLast() : common(what);
            case Comment comment -> what.equals("text") ? comment.text() : common(what);
            case Token.DoctypeToken(Doctype doctype, Insertions insertions) ->
                switch (what) {
                    case "name" -> doctype.name();
                    case "publicId" -> doctype.publicId();
                    case "systemId" -> doctype.systemId();
                    default -> common(what);
                };
            case EndTag tag -> what.equals("name") ? tag.name() : common(what);
            case DocumentEnd end -> common(what);
        };
    }

    private Object common(String what) {
        if (what.equals("removed"))
            return rewriting.isDropped() || rewriting.token().insertions().isRemoved();
        throw unknown(what);
    }

    private @Nullable Object ask(StartTag tag, String what, String about) {
        return switch (what) {
            case "name" -> tag.newName();
            case "namespace" -> tag.namespace().uri();
            case "attribute" -> tag.attribute(Markup.lower(about));
            case "attributes" -> attributes(tag);
            default -> common(what);
        };
    }

    /** Names and values, each followed by a NUL, which no attribute has. */
    private static String attributes(StartTag tag) {
        var all = new StringBuilder();
        for (var one : tag.attributes()) {
            all.append(one.name().replace('\0', '\ufffd')).append('\0');
            all.append(one.value().replace('\0', '\ufffd')).append('\0');
        }
        return all.toString();
    }

    /** Puts a text or markup somewhere around the token. */
    public void insert(String where, String content, boolean isMarkup) {
        insert(where, rewriting.written(content, isMarkup));
    }

    /** Puts there what a stream of that number will give. */
    public void insertStream(String where, int number, boolean isMarkup) {
        insert(where, new Inserted.Streamed(number, isMarkup));
    }

    private void insert(String where, Inserted content) {
        var token = rewriting.token();
        var element = token instanceof StartTag tag ? tag.element() : null;
        var around = token.insertions();
        switch (where) {
            case "before" -> rewriting.insert(around, content, Insertions::before);
            case "after" -> rewriting.insert(element == null ? around : element.atEnd(), content, Insertions::after);
            case "replace" -> {
                rewriting.forget(around, Insertions::forgetInstead);
                rewriting.insert(around, content, Insertions::replace);
                remove();
            }
            case "prepend" -> {
                if (element == null) rewriting.forget(List.of(content));
                else rewriting.insert(around, content, Insertions::after);
            }
            case "append" -> {
                if (element == null) rewriting.forget(List.of(content));
                else rewriting.insert(element.atEnd(), content, Insertions::before);
            }
            case "inner" -> {
                if (element == null) {
                    rewriting.forget(List.of(content));
                    return;
                }
                removeContent(around, element);
                rewriting.insert(around, content, Insertions::after);
            }
            default -> throw unknown(where);
        }
    }

    /** Takes the token away; of an element all. */
    public void remove() {
        var token = rewriting.token();
        token.insertions().remove();
        if (!(token instanceof StartTag tag) || tag.element() == null) return;
        removeContent(tag.insertions(), tag.element());
        tag.element().atEnd().remove();
    }

    private void removeContent(Insertions around, OpenElement element) {
        rewriting.forget(around, Insertions::forgetAfter);
        rewriting.forget(element.atEnd(), Insertions::forgetBefore);
        rewriting.open().removeContent(element);
    }

    /** Takes both tags of an element away. */
    public void removeTags() {
        var tag = element();
        tag.insertions().remove();
        if (tag.element() != null) tag.element().atEnd().remove();
    }

    public void rename(String name) {
        if (rewriting.token() instanceof EndTag tag) tag.name(name);
        else element().rename(name);
    }

    public void text(String text) {
        if (!(rewriting.token() instanceof Comment comment)) throw unknown("text");
        rewriting.write(text.length());
        comment.text(text);
    }

    public void set(String attribute, String value) {
        rewriting.write(attribute.length() + value.length());
        element().set(attribute, value);
    }

    public void removeAttribute(String attribute) {
        element().removeAttribute(Markup.lower(attribute));
    }

    /** @param handler what {@link Rewriting.Step.CallAtEnd} gives back */
    public void onEndTag(Object handler) {
        var opened = element().element();
        if (opened == null) {
            throw new IllegalArgumentException(
                    "The element %s has no end tag".formatted(element().name()));
        }
        opened.onEnd(handler);
    }

    private StartTag element() {
        if (rewriting.token() instanceof StartTag tag) return tag;
        throw new IllegalArgumentException("This is no element");
    }

    private static IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException("This has no " + what);
    }
}
