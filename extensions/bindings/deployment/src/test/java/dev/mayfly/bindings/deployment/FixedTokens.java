package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Knows four tokens, as the control plane knows its own. */
@Singleton
public class FixedTokens implements Authenticator {
    static final String PLATFORM_TOKEN = "platform-token-of-the-tests";

    @Override
    public Uni<Caller> authenticate(String token) {
        return switch (token) {
            case "demo-token" -> Uni.createFrom().item(new TokenHolder("demo's", new Scope.Accounts(Set.of("demo"))));
            case "other-token" ->
                Uni.createFrom().item(new TokenHolder("other's", new Scope.Accounts(Set.of("other"))));
            case "hello-token" ->
                Uni.createFrom()
                        .item(new TokenHolder(
                                "hello's", Scope.of("demo", List.of(Right.of("invocations:read@hello")))));
            case "root-token" -> Uni.createFrom().item(new TokenHolder("root", new Scope.Everything()));
            default -> Uni.createFrom().failure(new Problem.Unauthenticated("the token is not valid"));
        };
    }
}
