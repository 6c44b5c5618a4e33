package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rates.RateLimits;
import dev.mayfly.bindings.rates.RateLimits.Allowance;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an owner of {@link RateLimits} keeps to. */
public abstract class RateLimitsContract extends ContractSuite<RateLimits> {
    private final String key = "key of " + UUID.randomUUID();

    @Test
    void asManySucceedAsAreAllowed() {
        Allowance three = allowance("1", 3);
        for (int i = 0; i < 3; i++) assertThat(limit(key, three)).isTrue();
        assertThat(limit(key, three)).isFalse();
        assertThat(limit(key, three)).isFalse();
    }

    @Test
    void keysNamespacesAndRatesAreApart() {
        assertThat(limit(key, allowance("1", 1))).isTrue();
        assertThat(limit(key, allowance("1", 1))).isFalse();
        assertThat(limit(key + "x", allowance("1", 1))).isTrue();
        assertThat(limit(key, allowance("2", 1))).isTrue();
        assertThat(limit(key, allowance("1", 2))).isTrue();
    }

    @Test
    void accountsAreApart() {
        assertThat(limit(key, allowance("1", 1))).isTrue();
        assertThat(call(As.PLATFORM, limits -> limits.limit("not-" + account(), key, allowance("1", 1)))
                        .success())
                .isTrue();
        assertThat(limit(key, allowance("1", 1))).isFalse();
    }

    @Test
    void keyMayBeAnyTextUpToABound() {
        for (String any : new String[] {"", " ", "ü / ? # 漢 %00", "k".repeat(RateLimits.KEY_MAX)})
            assertThat(limit(any + (any.length() < 100 ? key : ""), allowance("3", 5)))
                    .isTrue();
        assertThat(refused(
                                Problem.Invalid.class,
                                As.OWNER,
                                limits ->
                                        limits.limit(account(), "k".repeat(RateLimits.KEY_MAX + 1), allowance("3", 5)))
                        .code())
                .isEqualTo("invalid-argument");
    }

    @Test
    void othersAreRefused() {
        refusedToOthers(limits -> limits.limit(account(), key, allowance("1", 1)));
        refusedToReaders(limits -> limits.limit(account(), key, allowance("1", 1)));
        assertThat(limit(key, allowance("1", 1))).as("nobody took it").isTrue();
    }

    @Test
    void allowanceThatIsNoneIsNotEvenMade() {
        assertThatThrownBy(() -> new Allowance("one", new Rate(1, 60))).isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> new Allowance("1", new Rate(1, 30))).hasMessageContaining("10 or 60");
        assertThatThrownBy(() -> new Rate(0, 60)).hasMessageContaining("between 1 and 1000000");
        assertThatThrownBy(() -> new Rate(1_000_001, 60)).isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> new Rate(1, 0)).hasMessageContaining("between 1 and 86400");
    }

    private boolean limit(String which, Allowance allowance) {
        return call(As.OWNER, limits -> limits.limit(account(), which, allowance))
                .success();
    }

    private static Allowance allowance(String namespace, int limit) {
        return new Allowance(namespace, new Rate(limit, 60));
    }
}
