package dev.mayfly.bindings.remote;

import dev.mayfly.bindings.guard.CallContext;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.OnBehalfOf;
import dev.mayfly.bindings.problem.Problem;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Says to the other service that one of ours calls, on whose behalf, and within which trace. */
final class OutgoingCall implements ClientRequestFilter {
    private static final String TRACEPARENT = "traceparent";
    private final String platformToken;

    OutgoingCall(String platformToken) {
        this.platformToken = platformToken;
    }

    @Override
    public void filter(ClientRequestContext request) {
        Caller caller = Callers.current()
                .orElseThrow(() -> new Problem.Unauthenticated("nobody said who calls: use Callers.as"));
        var headers = request.getHeaders();
        headers.putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + platformToken);
        headers.putSingle(OnBehalfOf.HEADER, OnBehalfOf.write(caller));
        if (!headers.containsKey(TRACEPARENT))
            CallContext.traceparent().ifPresent(value -> headers.putSingle(TRACEPARENT, value));
    }
}
