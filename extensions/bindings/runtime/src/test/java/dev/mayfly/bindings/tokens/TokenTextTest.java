package dev.mayfly.bindings.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mayfly.bindings.tokens.TokenText.Kind;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {
    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void tokenIsReadAsItWasMade(Kind kind) {
        TokenText made = TokenText.random(kind, random);
        assertThat(made.text()).hasSize(42).matches(TokenText.PATTERN).startsWith(kind.prefix());
        assertThat(TokenText.read(made.text())).contains(made);
        assertThat(made.version()).isEqualTo(1);
    }

    /** As another program computed it (Python's zlib), so that the form cannot change unseen. */
    @ParameterizedTest
    @CsvSource({"mfat_1, 000000000000000000000000000000, 3jOw3w", "mfot_1, zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz, 26FXPa"})
    void checksumIsTheOneThatIsDocumented(String start, String payload, String checksum) {
        assertThat(TokenText.read(start + payload + checksum)).isPresent();
    }

    @Test
    void everyDigitCounts() {
        String text = TokenText.random(Kind.account, random).text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'p' ? 'o' : 'p';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(TokenText.read(changed)).as(changed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mf",
                "mfat_",
                "mfat_1",
                "mfat_1000000000000000000000000000000000000",
                "mfat_1000000000000000000000000000000ÄÖÜ1234"
            })
    void anythingElseIsNoToken(String text) {
        assertThat(TokenText.read(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenText(Kind.account, text));
    }

    @Test
    void tokenOfAnotherKindIsRefused() {
        String text = TokenText.random(Kind.account, random).text();
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenText(Kind.operator, text));
    }

    @Test
    void tokensDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++)
            seen.add(TokenText.random(Kind.account, random).text());
        assertThat(seen).hasSize(1_000);
    }

    @Test
    void tokenIsNotShown() {
        TokenText made = TokenText.random(Kind.platform, random);
        assertThat(made.toString()).isEqualTo("mfpt_…");
    }

    @Test
    void scanFindsTokensWhereverTheyStand() {
        String one = TokenText.random(Kind.account, random).text();
        String two = TokenText.random(Kind.operator, random).text();
        String text = "mf mfat_ mf" + one + two + "x mfat_1" + "a".repeat(36) + "\n" + one;
        assertThat(TokenScan.find(text, 10))
                .extracting(TokenScan.Found::offset)
                .containsExactly(11, 11 + 42, text.length() - 42);
        assertThat(TokenScan.find(text, 2)).hasSize(2);
    }

    @Test
    void redactedTextKeepsAllButTheTokens() {
        String one = TokenText.random(Kind.account, random).text();
        Set<String> found = new HashSet<>();
        assertThat(TokenScan.redacted("a " + one + ", " + one + "b", token -> found.add(token.text())))
                .isEqualTo("a mfat_[redacted], mfat_[redacted]b");
        assertThat(found).containsExactly(one);
    }

    @Test
    void partOfATokenIsTakenOutAndNotTold() {
        String one = TokenText.random(Kind.account, random).text();
        for (int length = 7; length < TokenText.LENGTH; length++)
            for (String behind : List.of("", "… (16425 characters)", "'"))
                assertThat(TokenScan.redacted("x" + one.substring(0, length) + behind, token -> {
                            throw new AssertionError("nobody can tell whose it is");
                        }))
                        .isEqualTo("xmfat_[redacted]" + behind);
    }

    @Test
    void partOfATokenHidesNoTokenBehindIt() {
        String one = TokenText.random(Kind.account, random).text();
        Set<String> found = new HashSet<>();
        for (String part : List.of("mfat_1", "mfot_1abc"))
            assertThat(TokenScan.redacted(part + one, token -> found.add(token.text())))
                    .endsWith("mfat_[redacted]")
                    .doesNotContain(one.substring(6));
        assertThat(found).containsExactly(one);
    }

    @Test
    void textWithoutATokenIsTheSameObject() {
        String text = "comfort, mf, mfat_1 and what looks like it: mfat_1" + "b".repeat(36);
        assertThat(TokenScan.redacted(text, token -> {
                    throw new AssertionError("there is none");
                }))
                .isSameAs(text);
    }

    /** A scan must neither fail nor miss, whatever stands around. */
    @Test
    void tokenIsFoundInAnyNoise() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        Random noise = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String token =
                    TokenText.random(Kind.values()[noise.nextInt(5)], random).text();
            String before = noise(noise);
            String text = before + token + noise(noise);
            assertThat(TokenScan.find(text, 5))
                    .as("-Dmayfly.seed=%d round %d: %s", seed, round, text)
                    .extracting(TokenScan.Found::offset)
                    .contains(before.length());
            assertThat(TokenScan.redacted(text, found -> {}))
                    .as("-Dmayfly.seed=%d round %d", seed, round)
                    .doesNotContain(token);
        }
    }

    private static String noise(Random random) {
        String letters = "mfat_1mfot_0Z é\n";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) text.append(letters.charAt(random.nextInt(letters.length())));
        return text.toString();
    }
}
