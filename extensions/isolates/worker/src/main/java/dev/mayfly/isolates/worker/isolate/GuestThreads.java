package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.worker.seal.Kernel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The few threads that guests run on, in slices. As many as asked for, and one more for each that a guest keeps for itself, so that
 * two spinning guests do not stop their neighbours; those retire when their time has come.
 */
final class GuestThreads implements AutoCloseable {
    /** Room for 3,100 plain calls in a cold worker, five times that in a warm one. With more, unwinding a full stack of compiled frames takes longer than a guest is given to obey. */
    private static final long STACK_BYTES = 4L << 20;

    private static final long HOGGING_NS = 5_000_000;
    /** CPU of a slice, counted once it hogs, from which on it yields to all others; its thread ends with it, for a thread may not raise its priority again. */
    private static final long YIELDING_NS = 10_000_000;

    private static final long IDLE_MS = 500;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /**
     * A weight of 1/28 of an ordinary thread's, in short turns: a hog that waits for a long turn holds up all that wait for it, as the
     * collector does, which needs every thread to stop.
     */
    private static final int YIELDING_NICE = 15;

    private static final int YIELDING_SLICE_NS = 100_000;
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final ReadyQueue<Isolate> ready = new ReadyQueue<>();
    private final List<GuestThread> threads = new CopyOnWriteArrayList<>();
    private final Runnable onBusy;
    private final int base;
    private final int max;
    private volatile int wanted;
    private volatile boolean closed;

    /** @param onBusy told when a thread has begun a slice */
    GuestThreads(int base, Runnable onBusy) {
        this.base = base;
        this.max = 4 * base + 8;
        this.wanted = base;
        this.onBusy = onBusy;
        for (int i = 0; i < base; i++) add();
    }

    /** Has a thread run this isolate as soon as one is free. */
    void run(Isolate isolate) {
        ready.add(isolate.account(), isolate, isolate.turn());
    }

    /** How many threads there are. */
    int size() {
        return threads.size();
    }

    int max() {
        return max;
    }

    /** The isolates inside at this moment, and whether there are any; grows or shrinks the pool by what they do. */
    boolean look(java.util.function.Consumer<Isolate> each) {
        int busy = 0;
        int hogging = 0;
        long now = System.nanoTime();
        for (var thread : threads) {
            var isolate = thread.current;
            if (isolate == null) continue;
            busy++;
            each.accept(isolate);
            if (now - thread.since <= HOGGING_NS) continue;
            hogging++;
            thread.yieldWhenLong();
        }
        wanted = Math.min(max, base + hogging);
        while (threads.size() < wanted && !closed) add();
        return busy > 0;
    }

    private void add() {
        var thread = new GuestThread();
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        for (var thread : threads) thread.interrupt();
    }

    private final class GuestThread extends SteadyThread {
        private volatile @Nullable Isolate current;
        private volatile long since;
        private long seenSince;
        private long seenCpu;
        private volatile boolean yielding;
        /** As the kernel numbers it; -1 until it runs. */
        private volatile int kernelId = -1;

        GuestThread() {
            super("mf-guest-" + STARTED.incrementAndGet(), STACK_BYTES);
            setDaemon(true);
        }

        @Override
        public void run() {
            kernelId = Kernel.threadId();
            while (!closed && !retires()) {
                try {
                    var next = ready.poll(IDLE_MS);
                    if (next != null) slice(next);
                } catch (InterruptedException e) {
                    // By close(), for which the loop looks, or by the engine, late, for a guest that has left.
                }
            }
            threads.remove(this);
        }

        private void slice(Isolate isolate) {
            since = System.nanoTime();
            current = isolate;
            try {
                onBusy.run();
                ready.used(isolate.account(), isolate.slice());
            } finally {
                current = null;
            }
        }

        /** Only the watchdog calls this. A slice that ends meanwhile has its thread replaced all the same. */
        void yieldWhenLong() {
            if (yielding) return;
            long cpu = THREADS.getThreadCpuTime(threadId());
            if (seenSince != since) {
                seenSince = since;
                seenCpu = cpu;
            }
            if (cpu - seenCpu < YIELDING_NS) return;
            yielding = true;
            // Where it cannot be set (another system) nothing happens: it makes neighbours faster, nothing depends on
            // it.
            if (kernelId > 0) Kernel.setPriority(kernelId, YIELDING_NICE, YIELDING_SLICE_NS);
        }

        private boolean retires() {
            // Its replacement runs since the watchdog saw it hog: a thread started here would inherit the low priority.
            if (yielding) return true;
            if (threads.size() <= wanted) return false;
            synchronized (threads) {
                return threads.size() > wanted && threads.remove(this);
            }
        }
    }
}
