package dev.mayfly.bindings.identity;

import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
            case Caller.TokenHolder(String name, Scope.Accounts(Set<String> accounts)) ->
                new TokenOwner(name, Optional.of(List.copyOf(accounts)));
            case Caller.TokenHolder(String name, Scope.Everything()) -> new TokenOwner(name, Optional.empty());
            case Caller.Platform(String name) -> new TokenOwner(name, Optional.empty());
            case Caller.FunctionCaller function -> throw new Problem.Broken("functions hold no tokens");
        };
    }
}
