package dev.mayfly.control.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskedTest {
    private static final Context CALL = Context.root()
            .with(Span.wrap(SpanContext.create(
                    "0af7651916cd43dd8448eb211c80319c",
                    "b7ad6b7169203331",
                    TraceFlags.getSampled(),
                    TraceState.getDefault())));

    @Test
    void whatNobodyAskedForBeginsNoTrace() {
        assertThat(decision(Sampler.alwaysOn(), Context.root(), SpanKind.CLIENT))
                .isEqualTo(SamplingDecision.DROP);
        assertThat(decision(Sampler.alwaysOn(), CALL, SpanKind.CLIENT)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
        assertThat(decision(Sampler.alwaysOn(), Context.root(), SpanKind.SERVER))
                .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    }

    @Test
    void allElseIsSampledAsConfigured() {
        assertThat(decision(Sampler.alwaysOff(), CALL, SpanKind.CLIENT)).isEqualTo(SamplingDecision.DROP);
    }

    private static SamplingDecision decision(Sampler configured, Context parent, SpanKind kind) {
        return new Asked.Work(configured)
                .shouldSample(parent, "0af7651916cd43dd8448eb211c80319c", "SELECT", kind, Attributes.empty(), List.of())
                .getDecision();
    }
}
