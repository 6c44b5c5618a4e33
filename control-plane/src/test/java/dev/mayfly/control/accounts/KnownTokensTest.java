package dev.mayfly.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.identity.Caller;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownTokensTest {
    private static final Caller SOMEBODY = new Caller.Platform("somebody");
    private final byte[] hash = TokenText.hash("mf_x");

    @Test
    void tokenIsKnownForAWhile() {
        var known = at(0);
        known.remember(hash, SOMEBODY, known.revocations());
        assertThat(known.find(hash)).contains(SOMEBODY);
        assertThat(known.find(TokenText.hash("mf_y"))).isEmpty();
    }

    @Test
    void tokenIsForgottenInTime() {
        var known = new KnownTokens(Duration.ZERO, Clock.systemUTC());
        known.remember(hash, SOMEBODY, known.revocations());
        assertThat(known.find(hash)).isEmpty();
    }

    @Test
    void revokedTokenIsForgottenAtOnce() {
        var known = at(0);
        known.remember(hash, SOMEBODY, known.revocations());
        known.forget(hash);
        assertThat(known.find(hash)).isEmpty();
    }

    @Test
    void lookUpThatARevocationOvertookIsNotRemembered() {
        var known = at(0);
        long before = known.revocations();
        known.forget(hash);
        known.remember(hash, SOMEBODY, before);
        assertThat(known.find(hash)).isEmpty();
    }

    @Test
    void onlySoManyAreKnown() {
        var known = at(0);
        for (int i = 0; i < 10_500; i++) known.remember(TokenText.hash("mf_" + i), SOMEBODY, known.revocations());
        assertThat(known.size()).isEqualTo(10_000);
        assertThat(known.find(TokenText.hash("mf_0"))).isEmpty();
        assertThat(known.find(TokenText.hash("mf_10499"))).isPresent();
    }

    @Test
    void textsAreLongAndNeverTheSame() {
        Set<String> texts = new HashSet<>();
        var random = new SecureRandom();
        for (int i = 0; i < 1_000; i++) texts.add(TokenText.random(random));
        assertThat(texts).hasSize(1_000).allMatch(text -> text.matches("mf_[0-9A-Za-z]{43}"));
    }

    private static KnownTokens at(long second) {
        return new KnownTokens(Duration.ofSeconds(5), Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC));
    }
}
