package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrainingTest {
    private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(60);

    @Test
    void trainingOfAnIdleWorkerEnds() throws Exception {
        var training = new Training(TestHost.WORKER, 3);
        var thread = training.goOnWhileIdle();
        thread.join(PATIENCE_MS);
        assertThat(thread.isAlive()).isFalse();
    }
}
