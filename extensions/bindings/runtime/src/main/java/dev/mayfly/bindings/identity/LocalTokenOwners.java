package dev.mayfly.bindings.identity;

import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Answers for the process that knows the tokens; the build leaves it out everywhere else. */
@Singleton
public class LocalTokenOwners implements TokenOwners {
    private final Authenticator authenticator;

    LocalTokenOwners(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Uni<TokenOwner> ownerOf(Presented presented) {
        return authenticator
                .authenticate(presented.token())
                .map(LocalTokenOwners::toOwner)
                .onFailure(Problem.Unauthenticated.class)
                .transform(error -> new Problem.NotFound("this token is nobody's"));
    }

    private static TokenOwner toOwner(Caller caller) {
        return switch (caller) {
            case Caller.TokenHolder holder -> TokenOwner.of(holder);
            case Caller.Platform(String name) ->
                TokenOwner.of(new Caller.TokenHolder(name, new Caller.Scope.Everything()));
            case Caller.FunctionCaller function -> throw new Problem.Broken("functions hold no tokens");
        };
    }
}
