package dev.mayfly.control.tokens;

import dev.mayfly.bindings.accounts.Accounts.Leak;
import dev.mayfly.bindings.accounts.Accounts.NewToken;
import dev.mayfly.bindings.accounts.Accounts.Token;
import dev.mayfly.bindings.accounts.Accounts.TokenRequest;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.accounts.AccountRow;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** The tokens of an account: made, listed, revoked. */
@ApplicationScoped
public class AccountTokens {
    private final Database database;
    private final Truth truth;
    private final StoredTokens tokens;
    private final ControlConfig config;
    private final SecureRandom random = new SecureRandom();

    AccountTokens(Database database, Truth truth, StoredTokens tokens, ControlConfig config) {
        this.database = database;
        this.truth = truth;
        this.tokens = tokens;
        this.config = config;
    }

    public Uni<NewToken> create(String account, TokenRequest request) {
        Caller maker = Callers.current().orElseThrow(() -> new Problem.Broken("nobody makes this token"));
        AskedToken asked = AskedToken.of(request, Instant.now());
        asked.refuseWhatIsBeyond(maker, account);
        TokenText text = TokenText.random(TokenText.Kind.account, random);
        return truth.change((session, change) -> account(session, account)
                .chain(() -> endOf(session, maker))
                .map(asked::endingBy)
                .chain(ending -> keep(session, account, ending, text, maker)));
    }

    public Uni<List<Token>> all(String account) {
        return database.read(session -> account(session, account)
                .chain(() -> session.createSelectionQuery(
                                "from TokenRow t where t.account = ?1 order by t.createdAt, t.id", TokenRow.class)
                        .setParameter(1, account)
                        .getResultList())
                .chain(rows -> told(session, rows)));
    }

    public Uni<Token> one(String account, String id) {
        return database.read(session -> find(session, account, id)
                .chain(row -> told(session, List.of(row)))
                .map(List::getFirst));
    }

    public Uni<Void> revoke(String account, String id) {
        return truth.change((session, change) -> find(session, account, id).call(session::remove))
                .invoke(row -> tokens.revoked(row.hash))
                .replaceWithVoid();
    }

    private static Uni<TokenRow> find(Mutiny.Session session, String account, String id) {
        return session.find(TokenRow.class, id.replace('\0', ' ')) // which PostgreSQL does not take
                .map(row -> row != null && row.account.equals(account) ? row : null)
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("account %s has no such token".formatted(account)));
    }

    private static Uni<AccountRow> account(Mutiny.Session session, String account) {
        return session.find(AccountRow.class, account)
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("there is no account %s".formatted(account)));
    }

    /** When the token ends that makes another one; fails when it is gone. */
    private static Uni<Optional<Instant>> endOf(Mutiny.Session session, Caller maker) {
        if (!(maker instanceof Caller.TokenHolder holder) || holder.id().isEmpty())
            return Uni.createFrom().item(Optional.empty());
        return session.find(TokenRow.class, holder.id().get())
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.Unauthenticated("this token is revoked"))
                .map(TokenRow::expiresAt);
    }

    private Uni<NewToken> keep(Mutiny.Session session, String account, AskedToken asked, TokenText text, Caller maker) {
        return forgetEnded(session, account)
                .chain(() -> session.createSelectionQuery(
                                "select count(*) from TokenRow t where t.account = ?1", Long.class)
                        .setParameter(1, account)
                        .getSingleResult())
                .invoke(this::bound)
                .chain(() -> keep(session, account, asked, text, maker.name()));
    }

    /** Gives the account a token that nobody's other token makes. */
    public Uni<NewToken> give(
            Mutiny.Session session, String account, String name, TokenText.Kind kind, List<Right> rights, Instant end) {
        return keep(
                session,
                account,
                new AskedToken(name, rights, Optional.of(end)),
                TokenText.random(kind, random),
                "the platform");
    }

    private static Uni<NewToken> keep(
            Mutiny.Session session, String account, AskedToken asked, TokenText text, String maker) {
        var row = new TokenRow(
                UUID.randomUUID().toString(),
                account,
                asked.name(),
                text.hash(),
                asked.rights(),
                now(),
                maker,
                asked.expiresAt());
        return session.persist(row)
                .replaceWith(() ->
                        new NewToken(row.id, row.name, text.text(), row.rights(), row.createdAt, row.expiresAt()));
    }

    /** Those that nobody can use any more make room. */
    private static Uni<Integer> forgetEnded(Mutiny.Session session, String account) {
        return session.createMutationQuery("delete from TokenRow t where t.account = ?1 and t.expiresAt <= ?2")
                .setParameter(1, account)
                .setParameter(2, now())
                .executeUpdate();
    }

    private void bound(long there) {
        if (there >= config.tokensMax())
            throw new Problem.LimitReached(
                    "tokens", "there are %d tokens already, the most allowed; revoke one".formatted(there));
    }

    static Uni<List<Token>> told(Mutiny.Session session, List<TokenRow> rows) {
        List<String> ids = rows.stream().map(row -> row.id).toList();
        return StoredLeaks.newestFirst(session, ids).getResultList().map(leaks -> {
            Map<String, List<Leak>> byToken = leaks.stream()
                    .collect(Collectors.groupingBy(
                            leak -> leak.token, Collectors.mapping(LeakRow::told, Collectors.toList())));
            return rows.stream()
                    .map(row -> row.told(byToken.getOrDefault(row.id, List.of())))
                    .toList();
        });
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
