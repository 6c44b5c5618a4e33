package dev.mayfly.isolates.guard;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollTest {
    private final Thread self = Thread.currentThread();
    private final Exception guests = new Exception("of the guest");

    @AfterEach
    void nobodyIsATarget() {
        Poll.clear(self);
    }

    @Test
    void handlersRunAsEverWhileNobodyIsATarget() {
        assertThatCode(() -> Poll.caught(guests)).doesNotThrowAnyException();
    }

    @Test
    void handlersOfATargetPassOnWhatTheyCaught() {
        Poll.target(self);
        assertThatThrownBy(() -> Poll.caught(guests)).isSameAs(guests);
    }

    @Test
    void handlersOfOthersRunWhileSomeoneIsATarget() {
        Poll.target(self);
        assertThatCode(() ->
                        CompletableFuture.runAsync(() -> Poll.caught(guests)).join())
                .doesNotThrowAnyException();
    }

    @Test
    void aTargetIsClearedOnceHoweverOftenItWasNamed() {
        Poll.target(self);
        Poll.target(self);
        Poll.clear(self);
        assertThatCode(() -> Poll.caught(guests)).doesNotThrowAnyException();
    }

    @Test
    void clearingOneLeavesTheOthers() {
        var other = new Thread(() -> {});
        Poll.target(self);
        Poll.target(other);
        Poll.clear(other);
        assertThatThrownBy(() -> Poll.caught(guests)).isSameAs(guests);
    }

    @Test
    void clearingAThreadThatIsNoTargetDoesNothing() {
        assertThatCode(() -> Poll.clear(self)).doesNotThrowAnyException();
    }
}
