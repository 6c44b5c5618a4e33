package dev.mayfly.flags.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One evaluation: what rules see, and how much of it they have gone through. */
public final class Scope {
    /** Elements of lists that one evaluation goes through. */
    static final int STEPS_MAX = 10_000;
    /** Characters of texts that one evaluation makes. */
    static final int CHARACTERS_MAX = 1_000_000;

    private final String flag;
    private final Map<String, ?> context;
    private final long atSeconds;
    private final Bucketing bucketing;
    private @Nullable Object data;
    private int steps;
    private int characters;

    public Scope(String flag, Map<String, ?> context, long atSeconds, Bucketing bucketing) {
        this.flag = flag;
        this.context = context;
        this.atSeconds = atSeconds;
        this.bucketing = bucketing;
        this.data = context;
    }

    String flag() {
        return flag;
    }

    long atSeconds() {
        return atSeconds;
    }

    Bucketing bucketing() {
        return bucketing;
    }

    @Nullable
    Object targetingKey() {
        return context.get("targetingKey");
    }

    /** What variables are looked up in: the context, or an element of a list within an operation on it. */
    @Nullable
    Object data() {
        return data;
    }

    boolean isWithinElement() {
        return data != context;
    }

    /** With that as {@link #data}. */
    @Nullable
    Object within(@Nullable Object element, Node node) {
        step();
        Object outer = data;
        data = element;
        Object result = node.evaluate(this);
        data = outer;
        return result;
    }

    void step() {
        if (++steps > STEPS_MAX)
            throw new StepsSpent("the targeting goes through more than %,d elements".formatted(STEPS_MAX));
    }

    String made(String text) {
        characters += text.length();
        if (characters > CHARACTERS_MAX)
            throw new StepsSpent("the targeting makes more than %,d characters".formatted(CHARACTERS_MAX));
        return text;
    }
}
