package dev.mayfly.isolates.worker.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element whose end tag is yet to come. */
final class OpenElement {
    /** For one element. */
    static final int END_HANDLERS_MOST = 1_000;

    private final String name;
    private final boolean html;
    private final boolean takesHtml;
    private final Namespace namespace;
    private final int[] handlers;
    private final Reached reached;
    private final Insertions atEnd = new Insertions();
    private final List<Object> endHandlers = new ArrayList<>(0);
    private @Nullable String renamed;
    private boolean contentRemoved;
    private int children;
    private @Nullable Map<String, Integer> childrenByName;

    /** @param handlers those whose selector it matches */
    OpenElement(StartTag tag, int[] handlers, Reached reached) {
        this.name = tag.name();
        this.namespace = tag.namespace();
        this.html = namespace == Namespace.HTML;
        this.takesHtml = namespace.takesHtml(tag);
        this.handlers = handlers;
        this.reached = reached;
    }

    String name() {
        return name;
    }

    Namespace namespace() {
        return namespace;
    }

    boolean isHtml() {
        return html;
    }

    boolean takesHtml() {
        return takesHtml;
    }

    int[] handlers() {
        return handlers;
    }

    /** How far the selectors have come with it. */
    Reached reached() {
        return reached;
    }

    /** The place of one more child: from 1 on. */
    int nextChild() {
        return ++children;
    }

    /** The place of one more child among those of its name. */
    int nextChild(String childName) {
        if (childrenByName == null) childrenByName = new HashMap<>();
        return childrenByName.merge(childName, 1, Integer::sum);
    }

    /** Around its end tag, whether that comes or not. */
    Insertions atEnd() {
        return atEnd;
    }

    void rename(String next) {
        renamed = next;
    }

    @Nullable
    String renamed() {
        return renamed;
    }

    void removeContent() {
        contentRemoved = true;
    }

    boolean isContentRemoved() {
        return contentRemoved;
    }

    /** Whether nothing of it is left, its tags included. */
    boolean isGone() {
        return contentRemoved && atEnd.isRemoved();
    }

    void onEnd(Object handler) {
        if (endHandlers.size() >= END_HANDLERS_MOST) {
            throw new IllegalArgumentException(
                    "An element has at most %,d handlers of its end tag".formatted(END_HANDLERS_MOST));
        }
        endHandlers.add(handler);
    }

    List<Object> endHandlers() {
        return endHandlers;
    }
}
