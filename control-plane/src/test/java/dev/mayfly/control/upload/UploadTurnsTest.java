package dev.mayfly.control.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.problem.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has no place among the uploads waits for one, as long as few do and it is not for long. */
@Timeout(60)
class UploadTurnsTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void whoComesWhenAllPlacesAreTakenWaitsForOne() throws Exception {
        Uploads uploads = new Uploads(1, 1, LONG);
        uploads.beginInTurn();
        CompletableFuture<Void> second = CompletableFuture.runAsync(uploads::beginInTurn);
        untilWaiting(uploads);
        assertThat(second).isNotDone();
        uploads.end();
        second.get();
        assertThatThrownBy(uploads::begin).isInstanceOf(Problem.Unavailable.class);
        uploads.end();
        uploads.begin();
    }

    @Test
    void oneMoreThanMayWaitIsToldToComeAgain() throws Exception {
        Uploads uploads = new Uploads(1, 1, LONG);
        uploads.beginInTurn();
        CompletableFuture<Void> second = CompletableFuture.runAsync(uploads::beginInTurn);
        untilWaiting(uploads);
        assertThatThrownBy(uploads::beginInTurn)
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("1 other uploads", "many wait");
        uploads.end();
        second.get();
    }

    @Test
    void whoWaitedTooLongIsToldToComeAgainAndHasNoPlace() {
        Uploads uploads = new Uploads(1, 1, Duration.ZERO);
        uploads.beginInTurn();
        for (int i = 0; i < 3; i++)
            assertThatThrownBy(uploads::beginInTurn)
                    .isInstanceOf(Problem.Unavailable.class)
                    .hasMessageContaining("none ended within 0 ms");
        uploads.end();
        uploads.beginInTurn();
    }

    private static void untilWaiting(Uploads uploads) {
        while (uploads.waiting() == 0) Thread.onSpinWait();
    }
}
