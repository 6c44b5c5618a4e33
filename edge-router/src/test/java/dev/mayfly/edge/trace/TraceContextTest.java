package dev.mayfly.edge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void validTraceIsContinued() {
        TraceContext trace = TraceContext.of(List.of("00-" + TRACE + "-" + SPAN + "-01"), List.of("a=1", "b=2"));
        assertThat(trace.id()).isEqualTo(TRACE);
        assertThat(trace.parent()).contains(SPAN);
        assertThat(trace.sampled()).isTrue();
        assertThat(trace.state()).isEqualTo("a=1,b=2");
        assertThat(trace.traceparent("1234567890abcdef")).isEqualTo("00-" + TRACE + "-1234567890abcdef-01");
    }

    @Test
    void decisionNotToSampleIsKept() {
        TraceContext trace = TraceContext.of(List.of("00-" + TRACE + "-" + SPAN + "-02"), List.of());
        assertThat(trace.sampled()).isFalse();
        assertThat(trace.traceparent(SPAN)).endsWith("-00");
    }

    @Test
    void laterVersionIsContinued() {
        assertThat(TraceContext.of(List.of("01-" + TRACE + "-" + SPAN + "-01-more"), List.of())
                        .id())
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00_" + TRACE + "-" + SPAN + "-01",
                "0g-" + TRACE + "-" + SPAN + "-01",
                "01-" + TRACE + "-" + SPAN + "-01more"
            })
    void invalidTraceIsLeftAside(String header) {
        TraceContext trace = TraceContext.of(List.of(header), List.of());
        assertThat(trace.id()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
        assertThat(trace.parent()).isEmpty();
        assertThat(trace.sampled()).isTrue();
    }

    @Test
    void severalTracesAreNone() {
        String header = "00-" + TRACE + "-" + SPAN + "-01";
        assertThat(TraceContext.of(List.of(header, header), List.of()).id()).isNotEqualTo(TRACE);
    }
}
