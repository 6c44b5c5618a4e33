package dev.mayfly.control.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenText;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class TokenPlaceTest {
    private final String token =
            TokenText.random(TokenText.Kind.account, new SecureRandom()).text();

    @Test
    void placesCountLinesAndColumnsFromOne() {
        String text = "%1$s\n%1$s %1$s\n\n\n  %1$s\n".formatted(token);
        assertThat(TokenPlace.in("a.js", text))
                .extracting(TokenPlace::toString)
                .containsExactly("a.js:1:1", "a.js:2:1", "a.js:2:44", "a.js:5:3");
    }

    @Test
    void textWithoutATokenHasNone() {
        assertThat(TokenPlace.in("a.js", "\n\n" + token.substring(1))).isEmpty();
    }

    @Test
    void onlySoManyAreLookedInto() {
        assertThat(TokenPlace.in("a.js", (token + "\n").repeat(TokenPlace.MAX))).hasSize(TokenPlace.MAX);
        assertThatThrownBy(() -> TokenPlace.in("a.js", (token + "\n").repeat(TokenPlace.MAX + 1)))
                .isInstanceOfSatisfying(
                        Problem.BadBundle.class, bad -> assertThat(bad.line()).isEqualTo(101));
    }
}
