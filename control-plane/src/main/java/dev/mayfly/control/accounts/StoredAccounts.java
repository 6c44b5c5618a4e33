package dev.mayfly.control.accounts;

import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Accounts and tokens, kept. */
@ApplicationScoped
public class StoredAccounts implements Accounts {
    private static final int TOKEN_NAME_MAX = 64;

    private final Database database;
    private final Truth truth;
    private final StoredTokens tokens;
    private final ControlConfig config;
    private final SecureRandom random = new SecureRandom();

    StoredAccounts(Database database, Truth truth, StoredTokens tokens, ControlConfig config) {
        this.database = database;
        this.truth = truth;
        this.tokens = tokens;
        this.config = config;
    }

    @Override
    public Uni<Account> put(String account, AccountSettings settings) {
        return truth.change((session, change) -> session.find(AccountRow.class, account)
                        .onItem()
                        .ifNotNull()
                        .call(row -> trust(session, change, row, settings))
                        .onItem()
                        .ifNull()
                        .switchTo(() -> make(session, account, settings)))
                .map(AccountRow::told);
    }

    @Override
    public Uni<Account> account(String account) {
        return database.read(session -> find(session, account)).map(AccountRow::told);
    }

    @Override
    public Uni<List<Account>> list() {
        return database.read(
                        session -> session.createSelectionQuery("from AccountRow a order by a.name", AccountRow.class)
                                .getResultList())
                .map(rows -> rows.stream().map(AccountRow::told).toList());
    }

    @Override
    public Uni<NewToken> createToken(String account, TokenRequest request) {
        String name = tokenName(request);
        String text = TokenText.random(random);
        var row = new TokenRow(UUID.randomUUID().toString(), account, name, TokenText.hash(text), now());
        return truth.change((session, change) -> find(session, account)
                        .chain(() -> count(session, "select count(*) from TokenRow t where t.account = ?1", account))
                        .invoke(count -> bound("tokens", count, config.tokensMax()))
                        .chain(() -> session.persist(row)))
                .replaceWith(() -> new NewToken(row.id, row.name, text, row.createdAt));
    }

    @Override
    public Uni<List<Token>> tokens(String account) {
        return database.read(session -> find(session, account)
                        .chain(() -> session.createSelectionQuery(
                                        "from TokenRow t where t.account = ?1 order by t.createdAt, t.id",
                                        TokenRow.class)
                                .setParameter(1, account)
                                .getResultList()))
                .map(rows -> rows.stream().map(TokenRow::told).toList());
    }

    @Override
    public Uni<Void> revokeToken(String account, String id) {
        return truth.change((session, change) -> session.find(
                                TokenRow.class, id.replace('\0', ' ')) // which PostgreSQL does not take
                        .map(row -> row != null && row.account.equals(account) ? row : null)
                        .onItem()
                        .ifNull()
                        .failWith(() -> new Problem.NotFound("account %s has no such token".formatted(account)))
                        .call(session::remove))
                .invoke(row -> tokens.revoked(row.hash))
                .replaceWithVoid();
    }

    /** The account's row; fails when there is none. */
    public static Uni<AccountRow> find(Mutiny.Session session, String account) {
        return session.find(AccountRow.class, account)
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("there is no account %s".formatted(account)));
    }

    /** Routers keep the trust with each deployment, so all of the account's functions have changed. */
    private static Uni<Void> trust(Mutiny.Session session, Change change, AccountRow row, AccountSettings settings) {
        Trust wanted = settings.trust().orElse(row.trust);
        if (wanted == row.trust) return Uni.createFrom().voidItem();
        row.trust = wanted;
        return session.createMutationQuery("update FunctionRow f set f.revision = ?1 where f.account = ?2")
                .setParameter(1, change.revision())
                .setParameter(2, row.name)
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<AccountRow> make(Mutiny.Session session, String account, AccountSettings settings) {
        var row = new AccountRow(account, settings.trust().orElse(Trust.newcomers), now());
        return count(session, "select count(*) from AccountRow a where a.name <> ?1", account)
                .invoke(count -> bound("accounts", count, config.accountsMax()))
                .chain(() -> session.persist(row))
                .replaceWith(row);
    }

    private static Uni<Long> count(Mutiny.Session session, String query, String parameter) {
        return session.createSelectionQuery(query, Long.class)
                .setParameter(1, parameter)
                .getSingleResult();
    }

    private static void bound(String what, long there, int max) {
        if (there >= max)
            throw new Problem.LimitReached(what, "there are %d %s already, the most allowed".formatted(there, what));
    }

    private static String tokenName(TokenRequest request) {
        String name = request.name();
        if (name == null
                || name.isBlank()
                || name.length() > TOKEN_NAME_MAX
                || name.chars().anyMatch(Character::isISOControl))
            throw new Problem.Invalid(
                    "invalid-name", "a token needs a name of 1 to %d characters".formatted(TOKEN_NAME_MAX));
        return name;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
