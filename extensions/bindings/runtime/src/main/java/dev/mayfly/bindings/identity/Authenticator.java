package dev.mayfly.bindings.identity;

import io.smallrye.mutiny.Uni;

/**
 * Finds out whose a bearer token (RFC 6750) is. The control plane knows; other processes ask it and remember the answer for a
 * short time.
 */
public interface Authenticator {
    /** Fails with {@link dev.mayfly.bindings.problem.Problem.Unauthenticated} when the token is nobody's. */
    Uni<Caller> authenticate(String token);
}
