package dev.mayfly.bindings.remote;

import dev.mayfly.bindings.problem.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** The owner does not know this service by its token: that is ours to mend, not the caller's, whose own token was good. */
final class TokenRefused implements ResponseExceptionMapper<Problem> {
    private final String owner;

    TokenRefused(String owner) {
        this.owner = owner;
    }

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status == Response.Status.UNAUTHORIZED.getStatusCode();
    }

    @Override
    public int getPriority() {
        return ResponseExceptionMapper.super.getPriority() - 1;
    }

    @Override
    public Problem toThrowable(Response response) {
        return new Problem.Broken(
                owner + " does not accept this service: mayfly.bindings.platform-token must be the same in both");
    }
}
