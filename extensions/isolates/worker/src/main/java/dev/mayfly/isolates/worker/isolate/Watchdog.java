package dev.mayfly.isolates.worker.isolate;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks after limits. Every 2 ms at the isolates that run, every 25 ms at all that live; sleeps while none do. It never waits for a
 * guest: killing is done by threads of its own.
 */
final class Watchdog implements AutoCloseable {
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long NAP_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SWEEP_NS = TimeUnit.MILLISECONDS.toNanos(25);
    /** How long it naps on when nothing lives, so that steady light traffic need not wake it for each request. */
    private static final int NAPS_BEFORE_SLEEP = 40;

    private final Set<Isolate> alive = ConcurrentHashMap.newKeySet();
    private final ExecutorService killers = hands(Integer.MAX_VALUE, new SynchronousQueue<>(), "mayfly-killer");
    private final Queue<Runnable> driving = new ConcurrentLinkedQueue<>();
    private final ExecutorService tidier = hands(1, new LinkedBlockingQueue<>(), "mayfly-tidier");
    private final Thread thread;
    private final GuestThreads threads;
    private volatile boolean asleep;
    private volatile boolean closed;

    Watchdog(int guestThreads) {
        threads = new GuestThreads(guestThreads, this::wake);
        thread = new Thread(this::watch, "mayfly-watchdog");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    GuestThreads threads() {
        return threads;
    }

    void watch(Isolate isolate) {
        alive.add(isolate);
        wake();
    }

    void forget(Isolate isolate) {
        alive.remove(isolate);
    }

    /**
     * Does something that waits for a guest. At most one such deed is under way for each thread that a guest is on. The watchdog
     * itself hands it to a killer: a guest's thread, which may ask for its own end, would start one of its own low priority.
     */
    void drive(Runnable deed) {
        driving.add(deed);
        LockSupport.unpark(thread);
    }

    /** Does something that nobody waits for; such deeds are done one after the other. */
    void tidy(Runnable deed) {
        tidier.execute(deed);
    }

    /** Threads that come as needed and leave again. After the end of the watchdog, what they are asked is not done any more. */
    private static ExecutorService hands(int max, BlockingQueue<Runnable> queue, String name) {
        int core = max == 1 ? 1 : 0;
        var hands = new ThreadPoolExecutor(
                core,
                max,
                5,
                TimeUnit.SECONDS,
                queue,
                task -> {
                    var thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        hands.prestartAllCoreThreads(); // not by a guest thread, whose low priority it might inherit
        return hands;
    }

    private void wake() {
        if (asleep) LockSupport.unpark(thread);
    }

    private void watch() {
        long swept = System.nanoTime();
        int naps = 0;
        while (!closed) {
            boolean busy = threads.look(Isolate::checkRunning);
            for (var deed = driving.poll(); deed != null; deed = driving.poll()) killers.execute(deed);
            long now = System.nanoTime();
            if (now - swept >= SWEEP_NS) {
                swept = now;
                for (var isolate : alive) isolate.checkWaiting(now);
            }
            if (busy) {
                naps = 0;
                LockSupport.parkNanos(this, TICK_NS);
            } else if (!alive.isEmpty() || naps < NAPS_BEFORE_SLEEP) {
                naps = alive.isEmpty() ? naps + 1 : 0;
                LockSupport.parkNanos(this, NAP_NS);
            } else {
                sleep();
                naps = 0;
            }
        }
    }

    private void sleep() {
        asleep = true;
        if (alive.isEmpty()) LockSupport.park(this);
        asleep = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        threads.close();
        killers.shutdownNow();
        tidier.shutdownNow();
    }
}
