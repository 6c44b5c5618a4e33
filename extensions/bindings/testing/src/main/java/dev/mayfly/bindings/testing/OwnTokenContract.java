package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.OwnToken;
import dev.mayfly.bindings.problem.Problem;
import org.junit.jupiter.api.Test;

/** What an owner of {@link OwnToken} keeps to. */
public abstract class OwnTokenContract extends ContractSuite<OwnToken> {
    @Test
    void everyTokenMayAskAboutItself() {
        assertThat(call(As.OWNER, OwnToken::self).accounts().orElseThrow()).containsExactly(account());
        assertThat(call(As.READER, OwnToken::self).accounts().orElseThrow()).containsExactly(account());
        assertThat(call(As.OPERATOR, OwnToken::self).accounts()).isEmpty();
        assertThat(call(As.PLATFORM, OwnToken::self).accounts()).isEmpty();
    }

    @Test
    void strangerLearnsOfItselfAlone() {
        assertThat(call(As.STRANGER, OwnToken::self).accounts().orElseThrow()).doesNotContain(account());
    }

    @Test
    void whoHasNoneIsRefused() {
        refused(Problem.Unauthenticated.class, As.NOBODY, OwnToken::self);
    }
}
