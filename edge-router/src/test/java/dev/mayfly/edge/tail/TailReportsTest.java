package dev.mayfly.edge.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.bindings.tails.Tails.Watch;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.invocations.CompletedInvocation;
import dev.mayfly.edge.invocations.Phase;
import dev.mayfly.edge.trace.TraceContext;
import dev.mayfly.isolates.InvocationClient.Usage;
import dev.mayfly.isolates.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is dropped when nobody listens fast enough, and that it is told. */
class TailReportsTest {
    private static final Watch HELLO = new Watch("demo", "hello");
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new Jdk8Module()).registerModule(new JavaTimeModule());

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore allowed = new Semaphore(0);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private void slowly(String seen) {
        begun.release();
        allowed.acquireUninterruptibly();
        told.add(seen);
    }

    @Test
    void whatDoesNotFitIsDroppedCountedAndTold() throws Exception {
        TailReports reports = reports(1, Long.MAX_VALUE);
        offer(reports, "/1");
        begun.acquire();
        for (String path : List.of("/2", "/3", "/4")) offer(reports, path);
        allowed.release(2);
        assertThat(next().invocation().url()).isEqualTo("/1");
        Seen second = next();
        assertThat(second.invocation().url()).isEqualTo("/2");
        assertThat(second.dropped()).isEqualTo(2);
        allowed.release();
        offer(reports, "/5");
        assertThat(next().dropped()).isZero();
    }

    @Test
    void memoryOfWhatWaitsHasABound() throws Exception {
        TailReports reports = reports(100, 2 * record("/1").bytes());
        offer(reports, "/1");
        begun.acquire();
        for (String path : List.of("/2", "/3")) offer(reports, path);
        allowed.release(2);
        next();
        assertThat(next().dropped()).isEqualTo(1);
    }

    @Test
    void nobodyIsToldWhatNobodyWatches() {
        assertThat(reports(1, 1).lease(new Watch("demo", "other"))).isEmpty();
    }

    private Seen next() throws Exception {
        String seen = told.poll(20, TimeUnit.SECONDS);
        assertThat(seen).isNotNull();
        return JSON.readValue(seen, Seen.class);
    }

    private static void offer(TailReports reports, String path) {
        reports.offer(record(path), Map.of(), "", reports.lease(HELLO).orElseThrow());
    }

    private TailReports reports(int queue, long bytesMax) {
        TailReports reports = new TailReports(this::slowly, (token, record) -> {}, JSON, new EdgeConfig.Watching() {
            @Override
            public int functionsMax() {
                return 1;
            }

            @Override
            public int queue() {
                return queue;
            }

            @Override
            public long bytesMax() {
                return bytesMax;
            }
        });
        reports.watched(HELLO);
        return reports;
    }

    private static CompletedInvocation record(String url) {
        int phases = Phase.values().length;
        return new CompletedInvocation(
                TraceContext.fresh(),
                "demo",
                "hello",
                "1",
                0,
                "GET",
                url,
                200,
                new Outcome.Answered(),
                new Usage(0, 0, 0, 0, 0, 0, ""),
                new long[phases],
                new long[phases],
                new long[phases],
                List.of(),
                List.of(),
                0,
                Map.of(),
                Map.of());
    }
}
