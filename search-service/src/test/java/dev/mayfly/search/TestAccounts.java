package dev.mayfly.search;

import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Knows every account whose name does not begin with {@code gone}. */
@ApplicationScoped
public class TestAccounts implements Accounts {
    @Override
    public Uni<Account> account(String account) {
        if (account.startsWith("gone"))
            return Uni.createFrom().failure(new Problem.NotFound("there is no account " + account));
        return Uni.createFrom().item(new Account(account, Trust.standard, Instant.EPOCH));
    }

    @Override
    public Uni<Account> put(String account, AccountSettings settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<List<Account>> list() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<NewToken> createToken(String account, TokenRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<List<Token>> tokens(String account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Token> token(String account, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> revokeToken(String account, String id) {
        throw new UnsupportedOperationException();
    }
}
