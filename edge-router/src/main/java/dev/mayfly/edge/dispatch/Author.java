package dev.mayfly.edge.dispatch;

import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.response.ProblemAnswer.Reader;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tells a function's author from strangers: by a token that may read its invocations, in the header {@code Mayfly-Debug: Bearer …}. */
@Singleton
class Author {
    private static final String BEARER = "bearer ";
    private static final int TOKEN_MAX = 4096;

    private final Authenticator authenticator;
    private final boolean everybody;

    Author(Authenticator authenticator, EdgeConfig config) {
        this.authenticator = authenticator;
        this.everybody = config.dev();
    }

    /** Never fails: when in doubt, a stranger. */
    Uni<Reader> reader(HttpServerRequest http, String account, String function) {
        if (everybody) return Uni.createFrom().item(Reader.author);
        String header = http.getHeader("mayfly-debug");
        if (header == null || header.length() > TOKEN_MAX || !header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            return Uni.createFrom().item(Reader.stranger);
        return authenticator
                .authenticate(header.substring(BEARER.length()).strip())
                .map(caller -> caller.has(new Right(Action.INVOCATIONS_READ, Optional.of(function)), account)
                        ? Reader.author
                        : Reader.stranger)
                .onFailure()
                .recoverWithItem(Reader.stranger);
    }
}
