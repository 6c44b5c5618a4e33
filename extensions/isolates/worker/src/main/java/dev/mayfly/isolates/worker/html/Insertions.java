package dev.mayfly.isolates.worker.html;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What handlers put around a token and in its place. What was put before it stands in order; of what was put after it, the last stands
 * next to it.
 */
final class Insertions {
    private final Deque<Inserted> before = new ArrayDeque<>(0);
    private final Deque<Inserted> after = new ArrayDeque<>(0);
    private @Nullable Inserted replacement;
    private boolean removed;
    private int size;

    void before(Inserted content) {
        before.addLast(content);
        size += content.size();
    }

    void after(Inserted content) {
        after.addFirst(content);
        size += content.size();
    }

    void replace(Inserted content) {
        size += content.size();
        replacement = content;
        removed = true;
    }

    void remove() {
        removed = true;
    }

    boolean isRemoved() {
        return removed;
    }

    /** What stood in its place, which will not come out. */
    Collection<Inserted> forgetInstead() {
        var forgotten = instead();
        for (var content : forgotten) size -= content.size();
        replacement = null;
        return forgotten;
    }

    Collection<Inserted> forgetBefore() {
        return forget(before);
    }

    Collection<Inserted> forgetAfter() {
        return forget(after);
    }

    private Collection<Inserted> forget(Deque<Inserted> place) {
        var forgotten = List.copyOf(place);
        for (var content : forgotten) size -= content.size();
        place.clear();
        return forgotten;
    }

    /** All of it, in characters. */
    int size() {
        return size;
    }

    Collection<Inserted> before() {
        return before;
    }

    Collection<Inserted> after() {
        return after;
    }

    Collection<Inserted> instead() {
        return replacement == null ? List.of() : List.of(replacement);
    }
}
