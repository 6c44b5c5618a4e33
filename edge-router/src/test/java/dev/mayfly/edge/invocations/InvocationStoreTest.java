package dev.mayfly.edge.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.trace.TraceContext;
import dev.mayfly.isolates.InvocationClient.Usage;
import dev.mayfly.isolates.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is remembered, and what goes first. */
class InvocationStoreTest {
    private long clock = 1;

    @Test
    void newestOfEachFunctionAreKept() {
        InvocationStore store = new InvocationStore(2, 1 << 20);
        for (int i = 0; i < 5; i++) store.add(record("demo", "a", "/" + i));
        store.add(record("demo", "b", "/b"));
        assertThat(urls(store, "demo", Optional.of("a"))).containsExactly("/4", "/3");
        assertThat(urls(store, "demo", Optional.empty())).containsExactly("/b", "/4", "/3");
    }

    @Test
    void oldestOfAllGoWhenMemoryIsShort() {
        long each = record("demo", "a", "/0").bytes();
        InvocationStore store = new InvocationStore(100, 3 * each);
        store.add(record("old", "a", "/0"));
        for (int i = 1; i < 4; i++) store.add(record("demo", "a", "/" + i));
        assertThat(urls(store, "old", Optional.empty())).isEmpty();
        assertThat(urls(store, "demo", Optional.empty())).containsExactly("/3", "/2", "/1");
        assertThat(store.bytes()).isEqualTo(3 * each);
    }

    @Test
    void memoryStaysBoundedUnderManyRecords() {
        InvocationStore store = new InvocationStore(1, 1 << 20);
        for (int i = 0; i < 50_000; i++) store.add(record("demo", "f" + i % 3, "/" + i));
        assertThat(urls(store, "demo", Optional.empty())).hasSize(3);
        assertThat(store.remembered()).isLessThan(2_000);
    }

    @Test
    void otherAccountsAreNotSeen() {
        InvocationStore store = new InvocationStore(10, 1 << 20);
        store.add(record("demo", "a", "/"));
        assertThat(store.of("other", Optional.empty())).isEmpty();
        assertThat(store.of("demo", Optional.of("b"))).isEmpty();
    }

    private static List<String> urls(InvocationStore store, String account, Optional<String> function) {
        return store.of(account, function).stream()
                .map(CompletedInvocation::url)
                .toList();
    }

    private CompletedInvocation record(String account, String function, String url) {
        long[] times = new long[Phase.values().length];
        times[Phase.request.ordinal()] = clock++;
        return new CompletedInvocation(
                TraceContext.fresh(),
                account,
                function,
                "1",
                0,
                "GET",
                url,
                200,
                new Outcome.Answered(),
                new Usage(0, 0, 0, 0, 0, 1, "w"),
                times,
                times,
                new long[times.length],
                List.of(),
                List.of(),
                0,
                Map.of(),
                Map.of());
    }
}
