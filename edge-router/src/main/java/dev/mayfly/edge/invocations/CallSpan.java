package dev.mayfly.edge.invocations;

import dev.mayfly.edge.trace.TraceContext;
import java.util.Map;
import java.util.Optional;

/** A call out of an isolate, while it is under way and after. */
public final class CallSpan {
    final long id = TraceContext.spanId();
    final String name;
    final Map<String, String> attributes;
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

    /** @param httpStatus 0 when there is none */
    public void end(int httpStatus, Optional<String> code) {
        if (endNs != 0) return;
        status = httpStatus;
        error = code;
        endNs = System.nanoTime();
    }
}
