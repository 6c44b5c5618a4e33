package dev.mayfly.bindings.guard;

import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.OnBehalfOf;
import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.bindings.problem.Problem;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;

/** Finds out who calls: whom in-process code named, else whoever sent the HTTP request that is being answered. */
@Singleton
public class CallerFinder {
    private static final int TOKEN_LENGTH_MAX = 4096;
    private static final String BEARER = "bearer ";
    private final PlatformToken platformToken;
    private final Instance<Authenticator> authenticator;

    CallerFinder(PlatformToken platformToken, Instance<Authenticator> authenticator) {
        this.platformToken = platformToken;
        this.authenticator = authenticator;
    }

    /** Fails with {@link Problem.Unauthenticated} when nobody is known. Must be called where the call is made. */
    Uni<Caller> find() {
        Optional<Caller> named = Callers.current();
        if (named.isPresent()) return Uni.createFrom().item(named.get());
        try {
            return request()
                    .map(this::sender)
                    .orElseGet(() -> Uni.createFrom()
                            .failure(new Problem.Unauthenticated("nobody said who calls: use Callers.as")));
        } catch (Problem problem) {
            return Uni.createFrom().failure(problem);
        }
    }

    private static Optional<ServerHttpRequest> request() {
        if (!Arc.container().requestContext().isActive()) return Optional.empty();
        return Optional.ofNullable(CurrentRequestManager.get()).map(request -> request.serverRequest());
    }

    private Uni<Caller> sender(ServerHttpRequest request) {
        String token = bearer(request.getAllRequestHeaders(HttpHeaders.AUTHORIZATION));
        List<String> others = request.getAllRequestHeaders(OnBehalfOf.HEADER);
        if (platformToken.is(token))
            return Uni.createFrom().item(others.isEmpty() ? new Caller.Platform("service") : OnBehalfOf.read(others));
        if (!others.isEmpty())
            throw new Problem.Denied("only Mayfly's own services may call on behalf of others;"
                    + " they show the same mayfly.bindings.platform-token as this one");
        return authenticator.get().authenticate(token);
    }

    private static String bearer(List<String> headers) {
        if (headers.isEmpty())
            throw new Problem.Unauthenticated("a token is needed: send the header Authorization: Bearer <token>");
        String header = headers.getFirst();
        boolean wellFormed = headers.size() == 1
                && header.length() > BEARER.length()
                && header.length() <= TOKEN_LENGTH_MAX
                && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String token = wellFormed ? header.substring(BEARER.length()).strip() : "";
        if (token.isEmpty()) throw new Problem.Unauthenticated("Authorization must be one header: Bearer <token>");
        return token;
    }
}
