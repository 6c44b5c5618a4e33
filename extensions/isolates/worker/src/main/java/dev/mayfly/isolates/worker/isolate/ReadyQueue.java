package dev.mayfly.isolates.worker.isolate;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Isolates that have something to do, in the order in which they get a thread: first those that have begun and used little CPU so
 * far, then all others, each as they came. So a crowd that comes at once is finished one by one, and does not begin as a whole to end
 * as a whole; and since the credit of each is small, those that have not begun never wait for long behind those that go on and on.
 */
final class ReadyQueue<T> {
    /** CPU that an isolate may use before it waits in line with those that have not begun. */
    static final long PROMPT_CPU_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final BlockingQueue<Entry<T>> entries = new PriorityBlockingQueue<>();
    private final AtomicLong came = new AtomicLong();

    enum Turn {
        prompt,
        inLine
    }

    private record Entry<T>(T what, boolean prompt, long number) implements Comparable<Entry<T>> {
        @Override
        public int compareTo(Entry<T> other) {
            return prompt == other.prompt ? Long.compare(number, other.number) : prompt ? -1 : 1;
        }
    }

    /** There are never more than isolates alive. */
    void add(T what, Turn turn) {
        entries.add(new Entry<>(what, turn == Turn.prompt, came.incrementAndGet()));
    }

    /** The next one, or null when none came in this time. */
    @Nullable
    T poll(long ms) throws InterruptedException {
        var next = entries.poll(ms, TimeUnit.MILLISECONDS);
        return next == null ? null : next.what;
    }
}
