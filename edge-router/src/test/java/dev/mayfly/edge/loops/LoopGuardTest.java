package dev.mayfly.edge.loops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.loops.LoopGuard.Verdict;
import dev.mayfly.edge.response.ProblemAnswer;
import java.util.OptionalInt;
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
        public OptionalInt callsPerSecond() {
            return OptionalInt.of(20);
        }
    };

    private static final Verdict AT_ONCE = new Verdict.Served(0);

    private long nowNs = 7;
    private final LoopGuard guard = new LoopGuard(BOUNDS, () -> nowNs);

    @Test
    void requestFromOutsideIsNeverALoop() {
        for (int i = 0; i < 100; i++)
            assertThat(guard.judge(Ancestry.none(), "demo")).isEqualTo(AT_ONCE);
    }

    @Test
    void depthIsBounded() {
        assertThat(guard.judge(new Ancestry(3, 0, new AtomicInteger()), "demo")).isEqualTo(AT_ONCE);
        ProblemAnswer answer = refusal(new Ancestry(4, 0, new AtomicInteger()));
        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.document().getString("code")).isEqualTo("loop-detected");
    }

    @Test
    void callsOfOneRequestAreBoundedAtAnyDepth() {
        Ancestry root = Ancestry.none();
        for (int i = 0; i < 5; i++)
            assertThat(guard.judge(i % 2 == 0 ? root.child() : root.child().child(), "demo"))
                    .isInstanceOf(Verdict.Served.class);
        assertThat(refusal(root.child()).document().getString("code")).isEqualTo("loop-too-wide");
    }

    @Test
    void callsThatComeFasterWaitForTheirTurnAndTheLastAreRefused() {
        assertThat(call("demo")).isEqualTo("after 0 ms");
        assertThat(call("demo")).isEqualTo("after 0 ms");
        for (int i = 1; i <= 20; i++) assertThat(call("demo")).isEqualTo("after %d ms".formatted(50 * i));
        assertThat(call("demo")).isEqualTo("limit-loop-rate");
        assertThat(call("other")).isEqualTo("after 0 ms");
    }

    @Test
    void rateComesBackWithTime() {
        for (int i = 0; i < 22; i++) call("demo");
        nowNs += 100_000_000;
        assertThat(call("demo")).isEqualTo("after 950 ms");
        assertThat(call("demo")).isEqualTo("after 1000 ms");
        assertThat(call("demo")).isEqualTo("limit-loop-rate");
        nowNs += 10_000_000_000L;
        assertThat(call("demo")).isEqualTo("after 0 ms");
    }

    private String call(String account) {
        return switch (guard.judge(Ancestry.none().child(), account)) {
            case Verdict.Served(long afterNs) -> "after %d ms".formatted(Math.round(afterNs / 1e6));
            case Verdict.Refused(ProblemAnswer answer) -> answer.document().getString("code");
        };
    }

    private ProblemAnswer refusal(Ancestry ancestry) {
        return ((Verdict.Refused) guard.judge(ancestry, "demo")).answer();
    }
}
