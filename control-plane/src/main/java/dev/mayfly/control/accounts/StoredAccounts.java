package dev.mayfly.control.accounts;

import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.deployments.Announcement.Part;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.tokens.AccountTokens;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Accounts, kept. */
@ApplicationScoped
public class StoredAccounts implements Accounts {
    private final Database database;
    private final Truth truth;
    private final AccountTokens tokens;
    private final ControlConfig config;

    StoredAccounts(Database database, Truth truth, AccountTokens tokens, ControlConfig config) {
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
        return tokens.create(account, request);
    }

    @Override
    public Uni<List<Token>> tokens(String account) {
        return tokens.all(account);
    }

    @Override
    public Uni<Token> token(String account, String id) {
        return tokens.one(account, id);
    }

    @Override
    public Uni<Void> revokeToken(String account, String id) {
        return tokens.revoke(account, id);
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
                .setParameter(1, change.revision(Part.deployments))
                .setParameter(2, row.name)
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<AccountRow> make(Mutiny.Session session, String account, AccountSettings settings) {
        var row = new AccountRow(account, settings.trust().orElse(Trust.newcomers), now());
        return session.createSelectionQuery("select count(*) from AccountRow a", Long.class)
                .getSingleResult()
                .invoke(count -> {
                    if (count >= config.accountsMax())
                        throw new Problem.LimitReached(
                                "accounts", "there are %d accounts already, the most allowed".formatted(count));
                })
                .chain(() -> session.persist(row))
                .replaceWith(row);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
