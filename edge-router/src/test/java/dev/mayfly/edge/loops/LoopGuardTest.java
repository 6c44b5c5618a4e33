package dev.mayfly.edge.loops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.response.ProblemAnswer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a loop is stopped by. */
class LoopGuardTest {
    private static final EdgeConfig.Loops BOUNDS = new EdgeConfig.Loops() {
        @Override
        public int depthMax() {
            return 3;
        }

        @Override
        public int callsPerRequest() {
            return 5;
        }

        @Override
        public int callsPerSecond() {
            return 10;
        }
    };

    private long nowNs = 7;
    private final LoopGuard guard = new LoopGuard(BOUNDS, () -> nowNs);

    @Test
    void requestFromOutsideIsNeverALoop() {
        for (int i = 0; i < 100; i++)
            assertThat(guard.refusal(Ancestry.none(), "demo")).isEmpty();
    }

    @Test
    void depthIsBounded() {
        assertThat(guard.refusal(new Ancestry(3, 0, new AtomicInteger()), "demo"))
                .isEmpty();
        ProblemAnswer answer =
                guard.refusal(new Ancestry(4, 0, new AtomicInteger()), "demo").orElseThrow();
        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.document().getString("code")).isEqualTo("loop-detected");
    }

    @Test
    void callsOfOneRequestAreBoundedAtAnyDepth() {
        Ancestry root = Ancestry.none();
        for (int i = 0; i < 5; i++)
            assertThat(guard.refusal(i % 2 == 0 ? root.child() : root.child().child(), "demo"))
                    .isEmpty();
        assertThat(guard.refusal(root.child(), "demo").orElseThrow().document().getString("code"))
                .isEqualTo("loop-too-wide");
    }

    @Test
    void rateIsBoundedForEachAccountAndComesBack() {
        for (int i = 0; i < 10; i++) assertThat(call("demo")).isEqualTo("");
        assertThat(call("demo")).isEqualTo("limit-loop-rate");
        assertThat(call("other")).isEqualTo("");
        nowNs += 100_000_000;
        assertThat(call("demo")).isEqualTo("");
        assertThat(call("demo")).isEqualTo("limit-loop-rate");
    }

    private String call(String account) {
        return guard.refusal(Ancestry.none().child(), account)
                .map(answer -> answer.document().getString("code"))
                .orElse("");
    }
}
