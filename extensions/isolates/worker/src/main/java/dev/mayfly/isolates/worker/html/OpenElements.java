package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.worker.html.Selector.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The elements whose end tags are yet to come. No tree is built: an element is over at its end tag or at that of an element around it,
 * so that {@code <li>} after {@code <li>} is inside of it. SVG and MathML are left as the standard leaves them, since what a tag means
 * depends on it.
 */
final class OpenElements {
    /** At a time. */
    static final int MOST = 20_000;

    private final Handlers handlers;
    private final List<OpenElement> stack = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final int[] open;
    /** Around all elements: the document itself, whose children are counted too. */
    private int children;

    private final Map<String, Integer> childrenByName = new HashMap<>();
    private int removed;

    OpenElements(Handlers handlers) {
        this.handlers = handlers;
        this.open = new int[handlers.size()];
    }

    /** Whether what comes now is content of SVG or MathML. */
    boolean isForeign() {
        var top = top();
        return top != null && !top.takesHtml();
    }

    /** Which handlers an element matches. It is open from now on, unless it has no content. */
    int[] begin(StartTag tag) {
        tag.namespace(namespaceOf(tag));
        var top = top();
        var match = handlers.match(candidate(tag, top), top == null ? Reached.NOTHING : top.reached());
        boolean isEmpty = tag.namespace() == Namespace.HTML ? Namespace.isVoid(tag.name()) : tag.isSelfClosing();
        if (!isEmpty) {
            var reached = (top == null ? Reached.NOTHING : top.reached()).child(match.reached());
            push(new OpenElement(tag, match.handlers(), reached), tag);
        }
        return match.handlers();
    }

    private Candidate candidate(StartTag tag, @Nullable OpenElement parent) {
        int place = parent == null ? ++children : parent.nextChild();
        if (!handlers.countsNames()) return new Candidate(tag, place, 0);
        int placeOfName =
                parent == null ? childrenByName.merge(tag.name(), 1, Integer::sum) : parent.nextChild(tag.name());
        return new Candidate(tag, place, placeOfName);
    }

    private Namespace namespaceOf(StartTag tag) {
        var top = top();
        var name = tag.name();
        if (top == null || top.isHtml()) return Namespace.ofRoot(name);
        boolean isGlyph = name.equals("mglyph") || name.equals("malignmark");
        if (top.takesHtml()) {
            boolean isText = top.namespace() == Namespace.MATHML && !top.name().equals("annotation-xml");
            return isText && isGlyph ? Namespace.MATHML : Namespace.ofRoot(name);
        }
        boolean isPicture = name.equals("svg") && top.name().equals("annotation-xml");
        return isPicture ? Namespace.SVG : top.namespace();
    }

    private void push(OpenElement element, StartTag tag) {
        if (stack.size() >= MOST) {
            throw new IllegalArgumentException("HTMLRewriter: more than %,d elements are open".formatted(MOST));
        }
        stack.add(element);
        names.merge(element.name(), 1, Integer::sum);
        for (int handler : element.handlers()) open[handler]++;
        tag.opens(element);
    }

    /**
     * The place of the element that an end tag ends; negative if there is none. It does not end what is around the SVG or MathML that its
     * HTML stands in.
     */
    int find(String name) {
        if (!names.containsKey(name)) return -1;
        boolean inHtml = false;
        for (int i = stack.size() - 1; i >= 0; i--) {
            Poll.poll();
            var element = stack.get(i);
            if (inHtml && !element.isHtml()) return -1;
            if (element.name().equals(name)) return i;
            inHtml |= element.isHtml();
        }
        return -1;
    }

    int size() {
        return stack.size();
    }

    /** The innermost, which is open no longer. */
    OpenElement last() {
        var element = stack.removeLast();
        names.computeIfPresent(element.name(), (name, count) -> count == 1 ? null : count - 1);
        for (int handler : element.handlers()) open[handler]--;
        if (element.isContentRemoved()) removed--;
        return element;
    }

    /** From now on what is in the element is dropped. */
    void removeContent(OpenElement element) {
        if (element.isContentRemoved()) return;
        element.removeContent();
        removed++;
    }

    /** Whether what comes now is dropped. */
    boolean isRemoved() {
        return removed > 0;
    }

    boolean isOpen(int handler) {
        return open[handler] > 0;
    }

    private @Nullable OpenElement top() {
        return stack.isEmpty() ? null : stack.getLast();
    }
}
