package dev.mayfly.edge.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.flags.FlagPlace;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** For whom flags were asked for lately. */
class RecentContextsTest {
    private static final FlagPlace SHOP = FlagPlace.of("shop");
    private static final FlagPlace DESK = FlagPlace.of("desk");

    private long now = 1;
    private final RecentContexts recent = new RecentContexts(2, 3, 10, () -> now);

    @Test
    void theLastDifferentOnesOfAnAppAreKept() {
        for (String who : new String[] {"ada", "bob", "ada", "cleo", "dan"}) asked("demo", SHOP, who);
        assertThat(recent.of("demo", SHOP))
                .containsExactly(
                        "{\"targetingKey\":\"ada\"}", "{\"targetingKey\":\"cleo\"}", "{\"targetingKey\":\"dan\"}");
        assertThat(recent.of("demo", DESK)).isEmpty();
        assertThat(recent.of("other", SHOP)).isEmpty();
    }

    @Test
    void nobodyIsTakenBeforeItsTimeAndNothingThatIsLongOrEmpty() {
        asked("demo", SHOP, "ada");
        now -= 1;
        asked("demo", SHOP, "bob");
        assertThat(recent.of("demo", SHOP)).hasSize(1);
        now += 1;
        asked("demo", SHOP, "x".repeat(RecentContexts.LENGTH_MAX));
        recent.note("demo", DESK, Map.of());
        assertThat(recent.of("demo", SHOP)).hasSize(1);
        assertThat(recent.of("demo", DESK)).isEmpty();
    }

    @Test
    void theAppThatWasSilentForLongestGoesFirst() {
        asked("demo", SHOP, "ada");
        asked("demo", DESK, "ada");
        asked("demo", SHOP, "bob");
        asked("other", SHOP, "eve");
        assertThat(recent.of("demo", SHOP)).hasSize(2);
        assertThat(recent.of("demo", DESK)).isEmpty();
        assertThat(recent.of("other", SHOP)).hasSize(1);
    }

    private void asked(String account, FlagPlace place, String who) {
        recent.note(account, place, Map.of("targetingKey", who));
        now += 10;
    }
}
