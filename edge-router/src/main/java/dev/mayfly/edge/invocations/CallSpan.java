package dev.mayfly.edge.invocations;

import dev.mayfly.edge.trace.TraceContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A call out of an isolate, while it is under way and after. */
public final class CallSpan {
    final long id = TraceContext.spanId();
    String name;
    Map<String, String> attributes;
    final long startNs;
    long endNs;
    int status;
    Optional<String> error = Optional.empty();

    CallSpan(String name, Map<String, String> attributes, long startNs) {
        this.name = name;
        this.attributes = attributes;
        this.startNs = startNs;
    }

    /** Its id, for the {@code traceparent} of whoever is called. */
    public String id() {
        return TraceContext.hex(id);
    }

    public boolean ended() {
        return endNs != 0;
    }

    /** Changes what a function had a say in. */
    void rewrite(UnaryOperator<String> clean) {
        name = clean.apply(name);
        if (attributes.values().stream().allMatch(value -> clean.apply(value).equals(value))) return;
        Map<String, String> rewritten = new HashMap<>(attributes);
        rewritten.replaceAll((key, value) -> clean.apply(value));
        attributes = rewritten;
    }

    /** Tells more of it, while it is under way. */
    public void tell(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(attributes);
        all.putAll(more);
        attributes = all;
    }

    /** @param httpStatus 0 when there is none */
    public void end(int httpStatus, Optional<String> code) {
        if (endNs != 0) return;
        status = httpStatus;
        error = code;
        endNs = System.nanoTime();
    }
}
