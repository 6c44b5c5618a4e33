package dev.mayfly.isolates.worker.html;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What handlers put around a token and in its place. What was put before it stands in order; of what was put after it, the last stands
 * next to it.
 */
final class Insertions {
    private final Deque<String> before = new ArrayDeque<>(0);
    private final Deque<String> after = new ArrayDeque<>(0);
    private @Nullable String replacement;
    private boolean removed;
    private int size;

    void before(String markup) {
        before.addLast(markup);
        size += markup.length();
    }

    void after(String markup) {
        after.addFirst(markup);
        size += markup.length();
    }

    void replace(String markup) {
        size += markup.length() - textInstead().length();
        replacement = markup;
        removed = true;
    }

    void remove() {
        removed = true;
    }

    boolean isRemoved() {
        return removed;
    }

    void forgetBefore() {
        for (var markup : before) size -= markup.length();
        before.clear();
    }

    void forgetAfter() {
        for (var markup : after) size -= markup.length();
        after.clear();
    }

    /** All of it, in characters. */
    int size() {
        return size;
    }

    String textBefore() {
        return String.join("", before);
    }

    String textAfter() {
        return String.join("", after);
    }

    String textInstead() {
        return replacement == null ? "" : replacement;
    }
}
