package dev.mayfly.control.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.tokens.TokenText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownTokensTest {
    private static final TokenHolder SOMEBODY = new TokenHolder("somebody", new Scope.Everything());
    private final byte[] hash = TokenText.hash("mf_x");

    @Test
    void tokenIsKnownForAWhile() {
        var known = at(0);
        known.remember(hash, SOMEBODY, Optional.empty(), known.revocations());
        assertThat(known.find(hash)).contains(SOMEBODY);
        assertThat(known.find(TokenText.hash("mf_y"))).isEmpty();
    }

    @Test
    void tokenIsForgottenInTime() {
        var known = new KnownTokens(Duration.ZERO, Clock.systemUTC());
        known.remember(hash, SOMEBODY, Optional.empty(), known.revocations());
        assertThat(known.find(hash)).isEmpty();
    }

    @Test
    void revokedTokenIsForgottenAtOnce() {
        var known = at(0);
        known.remember(hash, SOMEBODY, Optional.empty(), known.revocations());
        known.forget(hash);
        assertThat(known.find(hash)).isEmpty();
    }

    @Test
    void lookUpThatARevocationOvertookIsNotRemembered() {
        var known = at(0);
        long before = known.revocations();
        known.forget(hash);
        known.remember(hash, SOMEBODY, Optional.empty(), before);
        assertThat(known.find(hash)).isEmpty();
    }

    @Test
    void onlySoManyAreKnown() {
        var known = at(0);
        for (int i = 0; i < 10_500; i++)
            known.remember(TokenText.hash("mf_" + i), SOMEBODY, Optional.empty(), known.revocations());
        assertThat(known.size()).isEqualTo(10_000);
        assertThat(known.find(TokenText.hash("mf_0"))).isEmpty();
        assertThat(known.find(TokenText.hash("mf_10499"))).isPresent();
    }

    @Test
    void tokenIsNotKnownBeyondItsEnd() {
        var known = at(0);
        known.remember(hash, SOMEBODY, Optional.of(Instant.ofEpochSecond(0)), known.revocations());
        assertThat(known.find(hash)).isEmpty();
        known.remember(hash, SOMEBODY, Optional.of(Instant.ofEpochSecond(1)), known.revocations());
        assertThat(known.find(hash)).isPresent();
    }

    private static KnownTokens at(long second) {
        return new KnownTokens(Duration.ofSeconds(5), Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC));
    }
}
