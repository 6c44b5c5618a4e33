package dev.mayfly.control.temporary;

import dev.mayfly.bindings.accounts.Accounts.NewToken;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.accounts.AccountRow;
import dev.mayfly.control.temporary.TemporaryDoor.Done;
import dev.mayfly.control.temporary.TemporaryDoor.Work;
import dev.mayfly.control.tokens.AccountTokens;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Gives whoever did some work an account for a while. */
@ApplicationScoped
public class TemporaryAccounts {
    /** No routes and no further tokens: what it has ends with it. */
    private static final List<Right> RIGHTS = Stream.of(
                    "account:read",
                    "functions:read",
                    "functions:deploy",
                    "functions:write",
                    "secrets:write",
                    "invocations:read",
                    "usage:read")
            .map(Right::of)
            .toList();

    private final Truth truth;
    private final AccountTokens tokens;
    private final ControlConfig.Temporary config;
    private final ProofOfWork.Size work;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    TemporaryAccounts(Truth truth, AccountTokens tokens, ControlConfig config) {
        this.truth = truth;
        this.tokens = tokens;
        this.config = config.temporary();
        this.work = new ProofOfWork.Size(this.config.workSegments(), this.config.workSteps());
        this.key = key(config.secretsKey());
    }

    /**
     * @param clientId of the account
     * @param claim told once, as the token is
     */
    public record Made(String account, String clientId, NewToken token, TokenText claim) {}

    /** Work that was looked at, and is done. */
    public static final class Worked {
        private final Challenge challenge;

        private Worked(Challenge challenge) {
            this.challenge = challenge;
        }
    }

    public Work ask() {
        requireOn();
        Challenge challenge = Challenge.random(random, work, Instant.now().plus(config.challengeLife()));
        return new Work(
                challenge.signed(key),
                Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.seed()),
                challenge.size().segments(),
                challenge.size().steps(),
                challenge.expiresAt());
    }

    /** Computes a part of it again, which takes a while. */
    public Worked checked(Done done) {
        requireOn();
        if (done.challenge() == null || done.checkpoints() == null)
            throw new Problem.Invalid("invalid-body", "challenge and checkpoints are needed");
        Challenge challenge = Challenge.read(done.challenge(), key, Instant.now());
        ProofOfWork.check(challenge.seed(), challenge.size(), decoded(done.checkpoints()), random);
        return new Worked(challenge);
    }

    private static byte[] decoded(String checkpoints) {
        try {
            return Base64.getDecoder().decode(checkpoints);
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("work-not-done", "checkpoints are in base64");
        }
    }

    /** @param from who asks: so many accounts are given to one network */
    public Uni<Made> make(Worked worked, @Nullable SocketAddress from) {
        Challenge challenge = worked.challenge;
        String network = Network.of(from == null || from.hostAddress() == null ? "" : from.hostAddress());
        TokenText claim = TokenText.random(TokenText.Kind.claim, random);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var account = AccountRow.newcomer(name(), now);
        var temporary = new TemporaryRow(account.name, claim.hash(), network, now.plus(config.life()));
        return truth.change((session, change) -> spend(session, challenge)
                .chain(() -> bound(session, network))
                .chain(() -> session.persistAll(account, temporary))
                .call(session::flush)
                .call(() -> session.refresh(account))
                .chain(() -> tokens.give(
                        session, account.name, "temporary", TokenText.Kind.temporary, RIGHTS, temporary.expiresAt))
                .map(token -> new Made(account.name, account.clientId, token, claim)));
    }

    private void requireOn() {
        if (config.accountsMax() < 1)
            throw new Problem.Denied(
                    "this platform gives no temporary accounts (mayfly.control.temporary.accounts-max is 0)");
    }

    private static Uni<Void> spend(Mutiny.Session session, Challenge challenge) {
        return session.find(SpentChallengeRow.class, challenge.id())
                .onItem()
                .ifNotNull()
                .failWith(() -> new Problem.Conflict("this challenge has made its account already; ask for another"))
                .chain(() -> session.persist(new SpentChallengeRow(challenge.id(), challenge.expiresAt())));
    }

    private Uni<Void> bound(Mutiny.Session session, String network) {
        return session.createSelectionQuery("select count(*) from TemporaryRow t", Long.class)
                .getSingleResult()
                .invoke(all -> bound(all, config.accountsMax(), "there are"))
                .chain(() -> session.createSelectionQuery(
                                "select count(*) from TemporaryRow t where t.address = ?1", Long.class)
                        .setParameter(1, network)
                        .getSingleResult())
                .invoke(own -> bound(own, config.accountsPerAddress(), "your address has"))
                .replaceWithVoid();
    }

    private void bound(long there, int max, String whose) {
        if (there >= max)
            throw new Problem.LimitReached(
                    "temporary-accounts",
                    "%s %d temporary accounts, the most allowed; each ends after %d min"
                            .formatted(whose, there, config.life().toMinutes()));
    }

    private String name() {
        return "temp-"
                + Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX).toLowerCase(Locale.ROOT);
    }

    /** One for this purpose alone, made of the key that the platform has already. */
    private static SecretKeySpec key(String secretsKey) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update("mayfly temporary accounts: challenges".getBytes(StandardCharsets.UTF_8));
            return new SecretKeySpec(sha.digest(Base64.getDecoder().decode(secretsKey.strip())), "HmacSHA256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
