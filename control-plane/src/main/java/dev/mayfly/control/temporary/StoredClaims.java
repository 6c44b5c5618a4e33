package dev.mayfly.control.temporary;

import dev.mayfly.bindings.accounts.Claims;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.control.accounts.StoredAccounts;
import dev.mayfly.control.functions.AccountFunctions;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

/** Moves what a temporary account has into one that stays. */
@ApplicationScoped
public class StoredClaims implements Claims {
    private final Truth truth;
    private final AccountFunctions functions;

    StoredClaims(Truth truth, AccountFunctions functions) {
        this.truth = truth;
        this.functions = functions;
    }

    @Override
    @SuppressWarnings("ConstantValue") // JSON can leave anything out
    public Uni<Claimed> claim(String account, Claim claim) {
        if (claim.token() == null
                || TokenText.read(claim.token())
                        .filter(token -> token.kind() == TokenText.Kind.claim)
                        .isEmpty())
            throw new Problem.Invalid(
                    "invalid-claim", "a claim begins with %s".formatted(TokenText.Kind.claim.prefix()));
        return truth.change((session, change) -> StoredAccounts.find(session, account)
                .chain(() -> refuseTemporary(session, account))
                .chain(() -> find(session, TokenText.hash(claim.token())))
                .chain(temporary -> functions
                        .moveAll(session, change, temporary.account, account)
                        .call(() -> Sweeper.deleteAccount(session, temporary.account))
                        .map(moved -> new Claimed(temporary.account, moved))));
    }

    private static Uni<TemporaryRow> find(Mutiny.Session session, byte[] hash) {
        return session.createSelectionQuery(
                        "from TemporaryRow t where t.claim = ?1 and t.expiresAt > ?2", TemporaryRow.class)
                .setParameter(1, hash)
                .setParameter(2, Instant.now())
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound(
                        "there is no such claim: its account has ended, or was taken over already"));
    }

    /** It would be a way to have one for longer. */
    private static Uni<Void> refuseTemporary(Mutiny.Session session, String account) {
        return session.find(TemporaryRow.class, account)
                .onItem()
                .ifNotNull()
                .failWith(() -> new Problem.Conflict("a temporary account takes no other over"))
                .replaceWithVoid();
    }
}
