package dev.mayfly.edge.invocations;

import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.route.Split;
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
    private final Subject subject;
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
    private Map<String, String> forwarded = Map.of();

    /** Whose request it is. */
    private record Subject(String account, String name, String version, long logBytes, Optional<Split.Arm> arm) {}

    /** @param startNs {@link System#nanoTime} when the request came */
    public Recording(TraceContext trace, ServedFunction function, String method, String url, long startNs) {
        this(
                trace,
                new Subject(
                        function.account(),
                        function.function(),
                        function.version(),
                        function.limits().logBytes(),
                        function.arm()),
                method,
                url,
                startNs);
    }

    private Recording(TraceContext trace, Subject subject, String method, String url, long startNs) {
        this.trace = trace;
        this.subject = subject;
        this.method = method;
        this.url = UrlText.kept(url);
        this.startedAtMs = System.currentTimeMillis() - (System.nanoTime() - startNs) / 1_000_000;
        for (int i = 0; i < PHASES; i++) ids[i] = TraceContext.spanId();
        begun[Phase.request.ordinal()] = startNs;
    }

    /** Of a request that a server answers, and no function. */
    public static Recording ofServer(TraceContext trace, String origin, String method, String url, long startNs) {
        return new Recording(
                trace,
                new Subject("", origin, CompletedInvocation.OF_SERVER, 0, Optional.empty()),
                method,
                url,
                startNs);
    }

    /** The invocation's id: that of the isolate's span. */
    public String id() {
        return TraceContext.hex(ids[Phase.isolate.ordinal()]);
    }

    /** How its outcome is counted while a version is being rolled out. */
    Optional<Split.Arm> arm() {
        return subject.arm;
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
        if (logBytes <= subject.logBytes && logs.size() < LINES_MAX) logs.add(line);
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

    /** The span of a phase, for the {@code traceparent} of whoever is asked in it. */
    public String id(Phase phase) {
        return TraceContext.hex(ids[phase.ordinal()]);
    }

    /** Somebody else was asked: who, how often, and what became of it. */
    public void forwarded(Map<String, String> attributes) {
        forwarded = attributes;
    }

    /** Another region has run it, and calls the invocation so (16 hex digits; anything else is left aside). */
    public void ranElsewhereAs(String invocation) {
        if (TraceContext.isSpanId(invocation)) ids[Phase.isolate.ordinal()] = Long.parseUnsignedLong(invocation, 16);
    }

    /** Whatever goes on yet ends now. */
    void close() {
        long now = System.nanoTime();
        for (int i = 0; i < PHASES; i++) if (begun[i] != 0 && ended[i] == 0) ended[i] = now;
    }

    /** Closes the books. */
    public CompletedInvocation complete(int status, Outcome outcome, InvocationClient.Usage usage) {
        close();
        for (CallSpan call : calls) call.end(0, Optional.of("unfinished"));
        return new CompletedInvocation(
                trace,
                subject.account,
                subject.name,
                subject.version,
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
                socket,
                forwarded);
    }
}
