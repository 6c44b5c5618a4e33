package dev.mayfly.control.tokens;

import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.truth.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
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
    private final TokenUses uses;
    private final KnownTokens known;

    StoredTokens(Database database, ControlConfig config, PlatformToken platform, TokenUses uses) {
        this.database = database;
        this.bootstrap = config.bootstrapToken().map(TokenText::hash);
        this.platform = platform;
        this.uses = uses;
        Duration memory = config.tokenMemory();
        this.known = new KnownTokens(memory.compareTo(MEMORY_MAX) > 0 ? MEMORY_MAX : memory, Clock.systemUTC());
    }

    @Override
    public Uni<Caller> authenticate(String token) {
        if (token.isEmpty() || token.length() > LENGTH_MAX)
            return Uni.createFrom().failure(StoredTokens::nobodys);
        byte[] hash = TokenText.hash(token);
        if (platform.is(token)) return Uni.createFrom().item(new Caller.Platform("platform"));
        if (isBootstrap(hash))
            return Uni.createFrom().item(new Caller.TokenHolder("bootstrap", new Scope.Everything()));
        if (TokenText.looksLikeOne(token) && TokenText.read(token).isEmpty())
            return Uni.createFrom()
                    .failure(() -> new Problem.Unauthenticated(
                            "this token is damaged: its checksum says that it was not copied as a whole"));
        return known.find(hash)
                .map(holder -> Uni.createFrom().item(holder))
                .orElseGet(() -> lookUp(hash))
                .invoke(holder -> holder.id().ifPresent(uses::used))
                .map(Caller.class::cast);
    }

    /** Which of these anybody could use now, as tokens or as claims, by their hashes in hex. */
    Uni<Set<String>> live(Collection<TokenText> candidates) {
        Set<String> live = new HashSet<>();
        for (TokenText candidate : candidates) if (isConfigured(candidate.text())) live.add(hex(candidate.hash()));
        List<byte[]> hashes = candidates.stream().map(TokenText::hash).toList();
        Instant now = Instant.now();
        return database.read(session -> session.createSelectionQuery(
                                "select t.hash from TokenRow t where t.hash in ?1 and (t.expiresAt is null or t.expiresAt > ?2)",
                                byte[].class)
                        .setParameter(1, hashes)
                        .setParameter(2, now)
                        .getResultList()
                        .invoke(found -> found.forEach(hash -> live.add(hex(hash))))
                        .chain(() -> session.createSelectionQuery(
                                        "select t.claim from TemporaryRow t where t.claim in ?1 and t.expiresAt > ?2",
                                        byte[].class)
                                .setParameter(1, hashes)
                                .setParameter(2, now)
                                .getResultList())
                        .invoke(found -> found.forEach(hash -> live.add(hex(hash)))))
                .replaceWith(live);
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    void revoked(byte[] hash) {
        known.forget(hash);
    }

    private boolean isConfigured(String token) {
        return platform.is(token) || isBootstrap(TokenText.hash(token));
    }

    private boolean isBootstrap(byte[] hash) {
        return bootstrap.isPresent() && MessageDigest.isEqual(bootstrap.get(), hash);
    }

    private Uni<Caller.TokenHolder> lookUp(byte[] hash) {
        long revocations = known.revocations();
        return database.read(
                        session -> session.createSelectionQuery("from TokenRow t where t.hash = ?1", TokenRow.class)
                                .setParameter(1, hash)
                                .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(StoredTokens::nobodys)
                .invoke(StoredTokens::refuseEnded)
                .invoke(row -> known.remember(hash, row.holder(), row.expiresAt(), revocations))
                .map(TokenRow::holder);
    }

    private static void refuseEnded(TokenRow row) {
        if (!row.isLive(Instant.now()))
            throw new Problem.Unauthenticated("this token has expired, at %s".formatted(row.expiresAt));
    }

    private static Problem nobodys() {
        return new Problem.Unauthenticated("this token is not valid: it was never made, or is revoked");
    }
}
