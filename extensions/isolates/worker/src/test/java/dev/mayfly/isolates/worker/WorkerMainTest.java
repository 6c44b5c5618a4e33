package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerMainTest {
    @Test
    void trainingNeedsNoHost() {
        assertThat(WorkerMain.run(new String[] {"--train", "6", "--guest-threads", "1"}))
                .isZero();
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThat(WorkerMain.run(new String[] {})).isEqualTo(2);
        assertThat(WorkerMain.run(new String[] {"--socket"})).isEqualTo(2);
        assertThat(WorkerMain.run(new String[] {"--socket", "/s", "--tier", "fast"}))
                .isEqualTo(2);
        assertThat(WorkerMain.run(new String[] {"--socket", "/s", "--guest-threads", "many"}))
                .isEqualTo(2);
        assertThat(WorkerMain.run(new String[] {"--socket", "/s", "--guest-threads", "0"}))
                .isEqualTo(2);
        assertThat(WorkerMain.run(new String[] {"--socket", "/s", "--sealed", "perhaps"}))
                .isEqualTo(2);
        assertThat(WorkerMain.run(new String[] {"--sock", "/s"})).isEqualTo(2);
    }

    @Test
    void workerThatShouldCompileAndCannotRefusesToStart() {
        assertThat(WorkerMain.run(new String[] {"--socket", "/nowhere", "--tier", "jit"}))
                .isEqualTo(3);
    }

    @Test
    void workerWithoutAHostGivesUp() {
        assertThat(WorkerMain.run(new String[] {"--socket", "/nowhere/s"})).isEqualTo(1);
    }
}
