package dev.mayfly.bindings.guard;

import dev.mayfly.bindings.problem.Problem;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * Refuses paths of contracts with a bare {@code ;}: what stands behind it is a matrix parameter (RFC 3986, 3.3) and would be cut off, so that a call
 * for {@code ann;2} would reach {@code ann}.
 */
public class PathCheck {
    @ServerRequestFilter
    public void check(RoutingContext request, SimpleResourceInfo resource) {
        String path = request.request().path();
        if (path != null && path.indexOf(';') >= 0 && CallRules.ofContract(resource.getResourceClass()))
            throw new Problem.Invalid("invalid-parameter", "a ; in a path is written as %3B");
    }
}
