package dev.mayfly.bindings.remote;

import dev.mayfly.bindings.BindingsConfig;
import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.TokenOwners;
import dev.mayfly.bindings.identity.TokenOwners.Presented;
import dev.mayfly.bindings.identity.TokenOwners.TokenOwner;
import dev.mayfly.bindings.problem.Problem;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Asks the control plane whose a token is, and remembers the answer for a short time. */
@DefaultBean
@Singleton
public class RemoteAuthenticator implements Authenticator {
    private static final Duration MEMORY_MAX = Duration.ofSeconds(10);

    private final TokenOwners owners;
    private final RecentCallers recent;

    RemoteAuthenticator(TokenOwners owners, BindingsConfig config) {
        this.owners = owners;
        this.recent = new RecentCallers(config.tokensRemembered(), memory(config), InstantSource.system());
    }

    @Override
    public Uni<Caller> authenticate(String token) {
        return recent.find(token).map(known -> Uni.createFrom().item(known)).orElseGet(() -> ask(token));
    }

    private static Duration memory(BindingsConfig config) {
        return config.tokenMemory().compareTo(MEMORY_MAX) > 0 ? MEMORY_MAX : config.tokenMemory();
    }

    private Uni<Caller> ask(String token) {
        Instant asked = recent.now();
        return Callers.as(new Caller.Platform("authenticator"), () -> owners.ownerOf(new Presented(token)))
                .<Caller>map(TokenOwner::holder)
                .invoke(caller -> recent.remember(token, caller, asked))
                .onFailure(Problem.NotFound.class)
                .transform(error -> new Problem.Unauthenticated("the token is not valid"));
    }
}
