package dev.mayfly.bindings.remote;

import dev.mayfly.bindings.problem.Problem;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

/** Stands in for a service whose address is not configured: a process starts without it, and its calls say what is missing. */
final class Unreachable implements ClientRequestFilter {
    private final String key;

    Unreachable(String key) {
        this.key = key;
    }

    @Override
    public void filter(ClientRequestContext request) {
        throw new Problem.Unavailable(key + " is not set: this service cannot reach another");
    }
}
