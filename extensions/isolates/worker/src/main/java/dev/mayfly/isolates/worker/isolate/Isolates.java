package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.worker.engine.Deployment;
import dev.mayfly.isolates.worker.engine.GuestContext;
import dev.mayfly.isolates.worker.engine.GuestEngine;
import java.util.List;
import java.util.function.Consumer;

/** Where isolates live: the engine, the threads, the clock and the watchdog that all isolates of a worker share. */
public final class Isolates implements AutoCloseable {
    private final GuestEngine engine = new GuestEngine();
    private final Timers timers = new Timers();
    private final Watchdog watchdog;
    private final long emptyHeap;

    public Isolates(int guestThreads) {
        this.watchdog = new Watchdog(guestThreads);
        this.emptyHeap = emptyHeap();
        engine.keepCompilerThreads();
    }

    public GuestEngine engine() {
        return engine;
    }

    /** Whether live heap can be measured; without that, the limit {@code heap} holds only for single large allocations. */
    public boolean measuresHeap() {
        return engine.gauge().works();
    }

    /** Makes an isolate for one invocation. @param onOver told when it has ended and nothing of it follows */
    public Isolate create(
            int id, Message.Invoke invoke, Deployment deployment, Answers answers, Consumer<Isolate> onOver) {
        return new Isolate(id, invoke, deployment, answers, onOver, this);
    }

    public void start(Isolate isolate) {
        watchdog.watch(isolate);
        isolate.begin();
    }

    /** Does something on a thread that nobody waits for. */
    public void tidy(Runnable deed) {
        watchdog.tidy(deed);
    }

    /** How many threads run guests at the moment. */
    public int threads() {
        return watchdog.threads().size();
    }

    /** How many that can be. */
    public int threadsMax() {
        return watchdog.threads().max();
    }

    Timers timers() {
        return timers;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /** What a context with nothing of the guest in it seems to hold: mostly things that all share. */
    long heapOfEmptyContext() {
        return emptyHeap;
    }

    GuestContext open(Deployment deployment) {
        return new GuestContext(engine, deployment);
    }

    private long emptyHeap() {
        var nothing = new Deployment(new Message.Deploy(0, "", "", "", "main.js", List.of(), ""));
        try (var context = open(nothing)) {
            context.enter();
            context.measure();
            long live = context.live(Long.MAX_VALUE);
            context.leave();
            return live;
        }
    }

    @Override
    public void close() {
        watchdog.close();
        timers.close();
        engine.close();
    }
}
