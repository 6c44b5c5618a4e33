package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.isolates.InvocationRequest;
import org.junit.jupiter.api.Test;

class ShapesTest {
    private final Shapes shapes = new Shapes();
    private final InvocationRequest request = Bench.request("a", Trust.standard);

    @Test
    void whatCallsIsNotRecordedAnyMore() {
        shapes.record(request);
        assertThat(shapes.all()).hasSize(1);
        shapes.calls(request.version().key());
        shapes.record(request);
        assertThat(shapes.all()).isEmpty();
    }

    @Test
    void manyThatCallDoNotEndTheRecording() {
        for (int i = 0; i < 2 * Shapes.CALLERS_MAX; i++) shapes.calls("caller " + i);
        shapes.record(request);
        assertThat(shapes.all()).hasSize(1);
    }
}
