package dev.mayfly.isolates.worker.isolate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.worker.isolate.ReadyQueue.Turn;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReadyQueue<String> queue = new ReadyQueue<>();

    @Test
    void whatIsPromptGoesFirstAndAllElseInLine() throws Exception {
        queue.add("a", "new 1", Turn.inLine);
        queue.add("a", "new 2", Turn.inLine);
        queue.add("a", "answered 1", Turn.prompt);
        queue.add("a", "new 3", Turn.inLine);
        queue.add("a", "answered 2", Turn.prompt);
        assertThat(rest()).isEqualTo("answered 1, answered 2, new 1, new 2, new 3, ");
    }

    @Test
    void anothersCrowdIsNotWaitedFor() throws Exception {
        for (int i = 0; i < 5; i++) queue.add("crowd", "c" + i, Turn.prompt);
        assertThat(queue.poll(0)).isEqualTo("c0");
        queue.used("crowd", 2 * MS);
        queue.add("one", "only", Turn.inLine);
        assertThat(rest()).startsWith("only, ");
    }

    @Test
    void whoWasAwayHasSavedNothingUp() throws Exception {
        queue.add("idle", "i", Turn.inLine);
        queue.poll(0);
        for (int i = 0; i < 3; i++) serve("busy", "b" + i, 10 * MS);
        for (int i = 0; i < 4; i++) queue.add("idle", "i" + i, Turn.inLine);
        queue.add("busy", "b3", Turn.inLine);
        var order = new StringBuilder();
        for (var next = queue.poll(0); next != null; next = queue.poll(0)) {
            order.append(next).append(' ');
            queue.used(next.startsWith("i") ? "idle" : "busy", 6 * MS);
        }
        assertThat(order).hasToString("i0 i1 b3 i2 i3 ");
    }

    @Test
    void accountsGetTheSameShareWhateverTheirSlicesCostAndHoweverManyWait() throws Exception {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        System.out.println("turns with seed " + seed + "; -Dmayfly.seed=" + seed + " repeats it");
        var random = new Random(seed);
        Map<String, Long> used = new HashMap<>();
        for (int account = 0; account < 4; account++)
            for (int i = 0; i <= account * 20; i++) queue.add("" + account, "" + account, Turn.inLine);
        for (int i = 0; i < 4_000; i++) {
            var account = queue.poll(0);
            long cost = random.nextLong(MS) * (1 + Integer.parseInt(account));
            queue.used(account, cost);
            used.merge(account, cost, Long::sum);
            queue.add(account, account, random.nextBoolean() ? Turn.prompt : Turn.inLine);
        }
        long most = used.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(used)
                .as("seed %d", seed)
                .hasSize(4)
                .allSatisfy((account, ns) -> assertThat(ns).isBetween(most - 20 * MS, most));
    }

    @Test
    void accountsAreForgotten() throws Exception {
        for (int i = 0; i < 5 * ReadyQueue.REMEMBERED_MAX; i++) serve("account " + i, "x", MS);
        assertThat(queue.remembered()).isLessThanOrEqualTo(ReadyQueue.REMEMBERED_MAX + 1);
    }

    @Test
    void whoWaitsIsWoken() throws Exception {
        var next = CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(queue.poll(TimeUnit.MINUTES.toMillis(1)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        queue.add("a", "came", Turn.inLine);
        assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo("came");
        assertThat(queue.poll(1)).isNull();
    }

    private void serve(String account, String what, long ns) throws InterruptedException {
        queue.add(account, what, Turn.inLine);
        assertThat(queue.poll(0)).isEqualTo(what);
        queue.used(account, ns);
    }

    private String rest() throws InterruptedException {
        var order = new StringBuilder();
        for (var next = queue.poll(0); next != null; next = queue.poll(0))
            order.append(next).append(", ");
        return order.toString();
    }
}
