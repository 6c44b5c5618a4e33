package dev.mayfly.bindings.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.problem.Problem;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpanTracingTest {
    private static final Caller CALLER = new Caller.FunctionCaller("demo", "hello", "1");
    private final List<SpanData> ended = new ArrayList<>();
    private final SpanTracing tracing = new SpanTracing(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(new Collected()))
                    .build())
            .build());

    @Test
    void callHasASpanThatNamesCallerAndAccount() {
        call(Uni.createFrom().item("fine"));
        SpanData span = ended.getFirst();
        assertThat(span.getName()).isEqualTo("Notes.note");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("mayfly.caller")))
                .isEqualTo("function demo/hello");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("mayfly.account")))
                .isEqualTo("demo");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void faultOfTheCallersIsNoError() {
        var _ = catchThrowable(() -> call(Uni.createFrom().failure(new Problem.NotFound("nothing"))));
        assertThat(ended.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(ended.getFirst().getAttributes().get(AttributeKey.stringKey("mayfly.problem")))
                .isEqualTo("not-found");
    }

    @Test
    void faultOfOursIsAnError() {
        var _ = catchThrowable(() -> call(Uni.createFrom().failure(new IllegalStateException("oh"))));
        var _ = catchThrowable(() -> tracing.around("Notes.note", CALLER, Optional.empty(), () -> {
                    throw new Problem.Broken("oh");
                })
                .await()
                .indefinitely());
        assertThat(ended).hasSize(2).allMatch(span -> span.getStatus().getStatusCode() == StatusCode.ERROR);
    }

    @Test
    void callWithinACallIsItsChild() {
        call(Uni.createFrom().deferred(() -> inner("inner")));
        SpanData inner = ended.get(0);
        SpanData outer = ended.get(1);
        assertThat(inner.getParentSpanId()).isEqualTo(outer.getSpanId());
        assertThat(inner.getTraceId()).isEqualTo(outer.getTraceId());
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void callGoesOnInTheTraceThatItsContextContinuesUnlessThereIsASpanAlready() {
        Optional<String> told = Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        Context root = Context.root();
        SpanContext continued = Span.fromContext(SpanTracing.parent(root, told)).getSpanContext();
        assertThat(continued.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(continued.getSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(continued.isSampled()).isTrue();
        Context within = root.with(Span.wrap(SpanContext.create(
                "1bf92f3577b34da6a3ce929d0e0e4736",
                "10f067aa0ba902b7",
                TraceFlags.getSampled(),
                TraceState.getDefault())));
        assertThat(SpanTracing.parent(within, told)).isSameAs(within);
        assertThat(SpanTracing.parent(root, Optional.empty())).isSameAs(root);
        assertThat(Span.fromContext(SpanTracing.parent(root, Optional.of("nonsense")))
                        .getSpanContext()
                        .isValid())
                .isFalse();
    }

    private Uni<String> inner(String item) {
        return tracing.around(
                "Inner.call", CALLER, Optional.empty(), () -> Uni.createFrom().item(item));
    }

    private void call(Uni<String> work) {
        tracing.around("Notes.note", CALLER, Optional.of("demo"), () -> work)
                .await()
                .indefinitely();
    }

    private final class Collected implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
