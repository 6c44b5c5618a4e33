package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.accounts.Accounts.Account;
import dev.mayfly.bindings.accounts.Accounts.AccountSettings;
import dev.mayfly.bindings.accounts.Accounts.NewToken;
import dev.mayfly.bindings.accounts.Accounts.Token;
import dev.mayfly.bindings.accounts.Accounts.TokenRequest;
import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Accounts} keeps to. */
public abstract class AccountsContract extends ContractSuite<Accounts> {
    private static final AccountSettings AS_IS = new AccountSettings(Optional.empty());

    @BeforeEach
    void accountIsThere() {
        call(As.PLATFORM, accounts -> accounts.put(account(), AS_IS));
    }

    @Test
    void puttingTwiceIsTheSameAsOnce() {
        Account first = call(As.PLATFORM, accounts -> accounts.account(account()));
        Account second = call(As.PLATFORM, accounts -> accounts.put(account(), AS_IS));
        assertThat(second).isEqualTo(first);
    }

    @Test
    void trustCanBeChanged() {
        call(As.PLATFORM, accounts -> accounts.put(account(), new AccountSettings(Optional.of(Trust.own))));
        assertThat(call(As.OWNER, accounts -> accounts.account(account())).trust())
                .isEqualTo(Trust.own);
        call(As.PLATFORM, accounts -> accounts.put(account(), new AccountSettings(Optional.of(Trust.standard))));
        assertThat(call(As.OWNER, accounts -> accounts.account(account())).trust())
                .isEqualTo(Trust.standard);
    }

    @Test
    void listHasTheAccount() {
        assertListed(As.PLATFORM, Accounts::list)
                .extracting(Account::name)
                .contains(account())
                .isSorted();
    }

    @Test
    void onlyOperatorsMakeAndListAccounts() {
        refusedToAllButOperators(accounts -> accounts.put(account(), AS_IS));
        refusedToAllButOperators(Accounts::list);
        assertThat(call(As.OPERATOR, accounts -> accounts.put(account(), AS_IS)).name())
                .isEqualTo(account());
        assertListed(As.OPERATOR, Accounts::list).extracting(Account::name).contains(account());
    }

    @Test
    void othersAreRefused() {
        refusedToOthers(accounts -> accounts.account(account()));
        refusedToOthers(accounts -> accounts.createToken(account(), new TokenRequest("stolen")));
        refusedToOthers(accounts -> accounts.tokens(account()));
        refusedToOthers(accounts -> accounts.token(account(), "any"));
        refusedToOthers(accounts -> accounts.revokeToken(account(), "any"));
    }

    @Test
    void whoMayDoSomethingElseIsRefused() {
        refusedToReaders(accounts -> accounts.account(account()));
        refusedToReaders(accounts -> accounts.createToken(account(), new TokenRequest("more")));
        refusedToReaders(accounts -> accounts.tokens(account()));
        refusedToReaders(accounts -> accounts.token(account(), "any"));
        refusedToReaders(accounts -> accounts.revokeToken(account(), "any"));
    }

    @Test
    void unknownAccountIsNotFound() {
        refused(Problem.NotFound.class, As.PLATFORM, accounts -> accounts.account("never-made"));
        refused(Problem.NotFound.class, As.PLATFORM, accounts -> accounts.tokens("never-made"));
        refused(
                Problem.NotFound.class,
                As.PLATFORM,
                accounts -> accounts.createToken("never-made", new TokenRequest("laptop")));
    }

    @Test
    void accountNamesAreChecked() {
        for (String name : new String[] {"Capital", "under_score", "-first", "last-", "a".repeat(41), "dot.ted", "ä"}) {
            var problem = refused(Problem.Invalid.class, As.PLATFORM, accounts -> accounts.put(name, AS_IS));
            assertThat(problem.code()).isEqualTo("invalid-name");
        }
    }

    @Test
    void tokenIsListedWithoutItsText() {
        NewToken made = call(As.OWNER, accounts -> accounts.createToken(account(), new TokenRequest("laptop")));
        assertThat(made.token()).hasSizeGreaterThan(20);
        assertListed(As.OWNER, accounts -> accounts.tokens(account()))
                .filteredOn(token -> token.id().equals(made.id()))
                .extracting(Token::name)
                .containsExactly("laptop");
    }

    @Test
    void revokedTokenIsGone() {
        NewToken made = call(As.OWNER, accounts -> accounts.createToken(account(), new TokenRequest("old")));
        call(As.OWNER, accounts -> accounts.revokeToken(account(), made.id()));
        assertListed(As.OWNER, accounts -> accounts.tokens(account()))
                .extracting(Token::id)
                .doesNotContain(made.id());
        refused(Problem.NotFound.class, As.OWNER, accounts -> accounts.revokeToken(account(), made.id()));
        refused(Problem.NotFound.class, As.OWNER, accounts -> accounts.token(account(), made.id()));
    }

    @Test
    void tokenHasTheRightsAndTheEndThatWereAskedFor() {
        Instant end = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        var request =
                new TokenRequest("ci", Optional.of(List.of(Right.of("functions:deploy@hello"))), Optional.of(end));
        NewToken made = call(As.OWNER, accounts -> accounts.createToken(account(), request));
        Token kept = call(As.OWNER, accounts -> accounts.token(account(), made.id()));
        assertThat(kept.rights()).isEqualTo(made.rights()).containsExactly(Right.of("functions:deploy@hello"));
        assertThat(kept.expiresAt()).isEqualTo(made.expiresAt()).contains(end);
        assertThat(kept.createdBy()).isNotEmpty();
        assertThat(kept.lastUsedAt()).isEmpty();
        assertThat(kept.leaks()).isEmpty();
        call(As.OWNER, accounts -> accounts.revokeToken(account(), made.id()));
    }

    @Test
    void endsAndRightsThatCannotBeAreRefused() {
        Instant now = Instant.now();
        for (Instant end : new Instant[] {Instant.EPOCH, now, now.plus(4000, ChronoUnit.DAYS), Instant.MAX})
            refused(
                    Problem.Invalid.class,
                    As.OWNER,
                    accounts -> accounts.createToken(
                            account(), new TokenRequest("odd", Optional.empty(), Optional.of(end))));
        var many = IntStream.range(0, 51)
                .mapToObj(i -> Right.of("functions:read@f" + i))
                .toList();
        for (List<Right> rights : List.of(List.<Right>of(), many))
            refused(
                    Problem.Invalid.class,
                    As.OWNER,
                    accounts -> accounts.createToken(
                            account(), new TokenRequest("odd", Optional.of(rights), Optional.empty())));
    }

    @Test
    void tokenNeedsAName() {
        refused(Problem.Invalid.class, As.OWNER, accounts -> accounts.createToken(account(), new TokenRequest(" ")));
    }
}
