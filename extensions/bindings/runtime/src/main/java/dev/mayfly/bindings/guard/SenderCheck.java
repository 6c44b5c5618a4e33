package dev.mayfly.bindings.guard;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * Spares a service from reading what strangers send to its contracts: a body is read, and its form looked at, once it is known who
 * sends it. Nothing is permitted here; that is the {@link Guard}'s alone.
 */
public class SenderCheck {
    private static final Set<String> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final CallerFinder callers;

    public SenderCheck(CallerFinder callers) {
        this.callers = callers;
    }

    /** Runs before the body is read. Fails with {@link dev.mayfly.bindings.problem.Problem.Unauthenticated}. */
    @ServerRequestFilter
    public Uni<Void> check(ContainerRequestContext request, SimpleResourceInfo resource) {
        if (!WITH_BODY.contains(request.getMethod()) || !CallRules.ofContract(resource.getResourceClass()))
            return Uni.createFrom().voidItem();
        return callers.find().replaceWithVoid();
    }
}
