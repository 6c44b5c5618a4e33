package dev.mayfly.edge.invocations;

import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.socket.SocketUse;
import dev.mayfly.edge.trace.TraceContext;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is noted of one invocation while it happens; on one thread. Cheap on purpose: numbers and references, turned into spans and
 * texts only when somebody reads them.
 */
public final class Recording {
    private static final int PHASES = Phase.values().length;
    private static final int LINES_MAX = 10_000;

    private final TraceContext trace;
    private final ServedFunction function;
    private final String method;
    private final String url;
    private final long startedAtMs;
    private final long[] begun = new long[PHASES];
    private final long[] ended = new long[PHASES];
    private final long[] ids = new long[PHASES];
    private final List<CallSpan> calls = new ArrayList<>(0);
    private final List<Message.Log> logs = new ArrayList<>(0);
    private long logBytes;
    private long egressBytes;
    private Map<String, String> socket = Map.of();

    /** @param startNs {@link System#nanoTime} when the request came */
    public Recording(TraceContext trace, ServedFunction function, String method, String url, long startNs) {
        this.trace = trace;
        this.function = function;
        this.method = method;
        this.url = UrlText.kept(url);
        this.startedAtMs = System.currentTimeMillis() - (System.nanoTime() - startNs) / 1_000_000;
        for (int i = 0; i < PHASES; i++) ids[i] = TraceContext.spanId();
        begun[Phase.request.ordinal()] = startNs;
    }

    /** The invocation's id: that of the isolate's span. */
    public String id() {
        return TraceContext.hex(ids[Phase.isolate.ordinal()]);
    }

    /** The version that runs, with what is known of it. */
    ServedFunction function() {
        return function;
    }

    public TraceContext trace() {
        return trace;
    }

    public void phase(Phase phase, long fromNs, long toNs) {
        begun[phase.ordinal()] = fromNs;
        ended[phase.ordinal()] = toNs;
    }

    public void begin(Phase phase) {
        begun[phase.ordinal()] = System.nanoTime();
    }

    public void end(Phase phase) {
        if (begun[phase.ordinal()] != 0) ended[phase.ordinal()] = System.nanoTime();
    }

    public long elapsedNs(Phase phase) {
        return ended[phase.ordinal()] - begun[phase.ordinal()];
    }

    /** The isolate calls out: a fetch, or a binding's method. */
    public CallSpan call(String name, Map<String, String> attributes) {
        CallSpan span = new CallSpan(name, attributes, System.nanoTime());
        calls.add(span);
        return span;
    }

    /** Lines over the function's limit are left out; its worker should not have sent them. */
    public void log(Message.Log line) {
        // The line that passes the limit is the worker's notice that it dropped the rest.
        if (logBytes <= function.limits().logBytes() && logs.size() < LINES_MAX) logs.add(line);
        logBytes += line.text().length();
    }

    /** Bytes of a body went out: of the answer, or of what was fetched with. */
    public void sent(long bytes) {
        egressBytes += bytes;
    }

    /** What passed over the WebSocket that answered. */
    public void socket(SocketUse use) {
        socket = use.attributes();
    }

    /** Closes the books. */
    public CompletedInvocation complete(int status, Outcome outcome, InvocationClient.Usage usage) {
        long now = System.nanoTime();
        for (int i = 0; i < PHASES; i++) if (begun[i] != 0 && ended[i] == 0) ended[i] = now;
        for (CallSpan call : calls) call.end(0, Optional.of("unfinished"));
        return new CompletedInvocation(
                trace,
                function.account(),
                function.function(),
                function.version(),
                startedAtMs,
                method,
                url,
                status,
                outcome,
                usage,
                begun,
                ended,
                ids,
                calls,
                logs,
                egressBytes,
                socket);
    }
}
