package dev.mayfly.bindings.invocations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mayfly.bindings.Binding;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the functions of an account did lately. A router keeps the last ones only; export by OTLP keeps more. */
@Contract(owner = "edge-router")
@Binding("invocations")
@Path("/v1/accounts/{account}/invocations")
public interface Invocations {
    /**
     * The last invocations, newest first.
     *
     * @param function only of this function, when given
     * @param outcome only with this outcome, when given
     * @param trace only of this trace, by its id, when given
     * @param limit at most so many (default 50, at most 500)
     */
    @GET
    @Needs(Action.INVOCATIONS_READ)
    Uni<List<Invocation>> list(
            @PathParam("account") String account,
            @QueryParam("function") @Name Optional<String> function,
            @QueryParam("outcome") Optional<String> outcome,
            @QueryParam("trace") Optional<String> trace,
            @QueryParam("limit") Optional<Integer> limit);

    /** One invocation, by its id, or the newest of a trace, by the trace's id. Takes the right to read those of the whole account. */
    @GET
    @Path("{id}")
    @Needs(Action.INVOCATIONS_READ)
    Uni<Invocation> invocation(@PathParam("account") String account, @PathParam("id") String id);

    /**
     * @param id the id of the isolate's span (16 hex digits), which the answer's header {@code Mayfly-Invocation} carries too
     * @param trace the id of the trace (W3C Trace Context, 32 hex digits)
     * @param outcome answered, refused, exhausted, failed or lost
     * @param code of an outcome other than answered: which limit, which failure
     * @param detail what the author should read: message and stack
     */
    record Invocation(
            String id,
            String trace,
            String account,
            String function,
            String version,
            Instant startedAt,
            String method,
            String url,
            int status,
            String outcome,
            Optional<String> code,
            Optional<String> detail,
            Usage usage,
            List<LogLine> logs,
            List<Span> spans) {}

    /**
     * @param heapPeakBytes the largest live heap that was measured; 0, and left out of JSON: it allocated less than its limit, so that
     *     nobody looked
     */
    record Usage(
            long cpuNs,
            long allocatedBytes,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long heapPeakBytes,
            long wallNs,
            long queuedNs) {}

    record LogLine(Instant at, String level, String text) {}

    /** A piece of the trace. Times in ns from the start of the request. */
    record Span(
            String id,
            Optional<String> parent,
            String name,
            long startNs,
            long endNs,
            Map<String, String> attributes,
            Optional<String> error) {}
}
