package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Claims;
import dev.mayfly.bindings.accounts.Claims.Claim;
import dev.mayfly.bindings.accounts.Claims.Claimed;
import dev.mayfly.bindings.accounts.Claims.Moved;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenText;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Claims} keeps to. */
public abstract class ClaimsContract extends ContractSuite<Claims> {
    private static final String NOBODYS =
            TokenText.random(TokenText.Kind.claim, new SecureRandom()).text();

    /** Has a temporary account with a function of that name, and {@link #account()} without. Tells its claim. */
    protected abstract String claimWith(String function);

    @Test
    void functionsMoveIntoTheAccountOnce() {
        String claim = claimWith("moved");
        Claimed claimed = call(As.OWNER, claims -> claims.claim(account(), new Claim(claim)));
        assertThat(claimed.functions()).extracting(Moved::function).containsExactly("moved");
        assertThat(claimed.functions().getFirst().urls()).allMatch(url -> url.contains(account()));
        assertThat(claimed.functions().getFirst().urlsBefore()).allMatch(url -> url.contains(claimed.from()));
        refused(Problem.NotFound.class, As.OWNER, claims -> claims.claim(account(), new Claim(claim)));
    }

    @Test
    void othersAreRefused() {
        refusedToOthers(claims -> claims.claim(account(), new Claim(NOBODYS)));
        refusedToReaders(claims -> claims.claim(account(), new Claim(NOBODYS)));
    }

    @Test
    void claimOfNobodyIsNotFound() {
        refused(Problem.NotFound.class, As.OWNER, claims -> claims.claim(account(), new Claim(NOBODYS)));
    }

    @Test
    void whatIsNoClaimIsInvalid() {
        String token =
                TokenText.random(TokenText.Kind.account, new SecureRandom()).text();
        for (String odd : new String[] {"", "mfct_", token})
            refused(Problem.Invalid.class, As.OWNER, claims -> claims.claim(account(), new Claim(odd)));
    }
}
