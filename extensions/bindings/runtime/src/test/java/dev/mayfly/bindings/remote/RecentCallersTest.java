package dev.mayfly.bindings.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.BindingsConfig;
import dev.mayfly.bindings.identity.Caller;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RecentCallersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final RecentCallers recent = new RecentCallers(3, Duration.ofSeconds(5), now::get);

    @Test
    void callerIsForgottenAfterItsTime() {
        recent.remember("token", caller("a"), now.get());
        now.set(START.plusMillis(4999));
        assertThat(recent.find("token")).contains(caller("a"));
        now.set(START.plusSeconds(5));
        assertThat(recent.find("token")).isEmpty();
    }

    @Test
    void askingDoesNotProlong() {
        recent.remember("token", caller("a"), now.get());
        for (int ms = 0; ms < 5000; ms += 500) {
            now.set(START.plusMillis(ms));
            assertThat(recent.find("token")).isPresent();
        }
        now.set(START.plusSeconds(5));
        assertThat(recent.find("token")).isEmpty();
    }

    @Test
    void answerThatCameLateIsAsOldAsItsQuestion() {
        now.set(START.plusSeconds(5));
        recent.remember("token", caller("a"), START);
        assertThat(recent.find("token")).isEmpty();
    }

    /** Half of the second within which a token that was revoked is refused everywhere; the other half is another control plane's. */
    @Test
    void callerIsRememberedForHalfASecondUnlessItIsSaidOtherwise() throws Exception {
        assertThat(BindingsConfig.class
                        .getMethod("tokenMemory")
                        .getAnnotation(WithDefault.class)
                        .value())
                .isEqualTo("500ms");
    }

    @Test
    void onlySoManyAreKeptAndTheUnusedGoFirst() {
        recent.remember("1", caller("1"), now.get());
        recent.remember("2", caller("2"), now.get());
        recent.remember("3", caller("3"), now.get());
        assertThat(recent.find("1")).isPresent();
        recent.remember("4", caller("4"), now.get());
        assertThat(recent.find("2")).isEmpty();
        assertThat(recent.find("1")).contains(caller("1"));
        assertThat(recent.find("3")).contains(caller("3"));
        assertThat(recent.find("4")).contains(caller("4"));
    }

    @Test
    void callerIsForgottenWhenTheTokenIsNobodysAnyMore() {
        recent.remember("1", caller("1"), now.get());
        recent.forget("1");
        assertThat(recent.find("1")).isEmpty();
    }

    private static Caller caller(String name) {
        return new Caller.Platform(name);
    }
}
