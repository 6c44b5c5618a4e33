package dev.mayfly.control.accounts;

import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.truth.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Knows whose a token is: one of those that the configuration names, or one that an account was given. */
@ApplicationScoped
public class StoredTokens implements Authenticator {
    private static final Duration MEMORY_MAX = Duration.ofSeconds(10);
    private static final int LENGTH_MAX = 512;

    private final Database database;
    private final Optional<byte[]> bootstrap;
    private final PlatformToken platform;
    private final KnownTokens known;

    StoredTokens(Database database, ControlConfig config, PlatformToken platform) {
        this.database = database;
        this.bootstrap = config.bootstrapToken().map(TokenText::hash);
        this.platform = platform;
        Duration memory = config.tokenMemory();
        this.known = new KnownTokens(memory.compareTo(MEMORY_MAX) > 0 ? MEMORY_MAX : memory, Clock.systemUTC());
    }

    @Override
    public Uni<Caller> authenticate(String token) {
        if (token.isEmpty() || token.length() > LENGTH_MAX)
            return Uni.createFrom().failure(StoredTokens::nobodys);
        byte[] hash = TokenText.hash(token);
        if (platform.is(token)) return Uni.createFrom().item(new Caller.Platform("platform"));
        if (bootstrap.isPresent() && MessageDigest.isEqual(bootstrap.get(), hash))
            return Uni.createFrom().item(new Caller.TokenHolder("bootstrap", new Scope.Everything()));
        return known.find(hash).map(caller -> Uni.createFrom().item(caller)).orElseGet(() -> lookUp(hash));
    }

    void revoked(byte[] hash) {
        known.forget(hash);
    }

    private Uni<Caller> lookUp(byte[] hash) {
        long revocations = known.revocations();
        return database.read(
                        session -> session.createSelectionQuery("from TokenRow t where t.hash = ?1", TokenRow.class)
                                .setParameter(1, hash)
                                .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(StoredTokens::nobodys)
                .<Caller>map(row ->
                        new Caller.TokenHolder(row.account + "/" + row.name, new Scope.Accounts(Set.of(row.account))))
                .invoke(caller -> known.remember(hash, caller, revocations));
    }

    private static Problem nobodys() {
        return new Problem.Unauthenticated("this token is not valid: it was never made, or is revoked");
    }
}
