package dev.mayfly.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final String FLAG =
            "{\"flags\":{\"word\":{\"state\":\"ENABLED\",\"variants\":{\"a\":\"b\"},\"defaultVariant\":\"a\"}}}";

    private final AtomicInteger times = new AtomicInteger();

    @Test
    void isWrittenOnceForAllWhoAsk() {
        FlagSet flags = FlagReader.read(FLAG).flags();
        byte[] first = flags.answers(Map.of()).getFirst().written(resolution -> made(100));
        assertThat(flags.answers(Map.of("targetingKey", "somebody")).getFirst().written(resolution -> made(100)))
                .isSameAs(first);
        assertThat(times).hasValue(1);
    }

    @Test
    void longOneIsNotKept() {
        Answer answer = FlagReader.read(FLAG).flags().answers(Map.of()).getFirst();
        assertThat(answer.written(resolution -> made(1_025))).hasSize(1_025);
        assertThat(answer.written(resolution -> made(1_024))).hasSize(1_024);
        answer.written(resolution -> made(1));
        assertThat(times).hasValue(2);
    }

    private byte[] made(int length) {
        times.incrementAndGet();
        return new byte[length];
    }
}
