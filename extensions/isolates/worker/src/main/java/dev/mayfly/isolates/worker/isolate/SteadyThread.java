package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.guard.GuestStack;

/**
 * A thread that can put off its interruption. The engine interrupts the threads of a context that it ends, and a channel that is
 * being written to by an interrupted thread closes itself ({@link java.nio.channels.InterruptibleChannel}): for all who share it.
 */
public abstract class SteadyThread extends GuestStack {
    private final Object door = new Object();
    private boolean steady;
    private boolean interruptedMeanwhile;

    protected SteadyThread(String name, long stackBytes) {
        super(name, stackBytes);
    }

    /** Work that is not interrupted. */
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /** Does this without being interrupted, when the calling thread is one of these; interruptions come afterwards. */
    public static <E extends Exception> void steadily(Work<E> work) throws E {
        SteadyThread thread = Thread.currentThread() instanceof SteadyThread t ? t : null;
        if (thread != null) thread.hold();
        try {
            work.run();
        } finally {
            if (thread != null) thread.letGo();
        }
    }

    private void hold() {
        synchronized (door) {
            steady = true;
            interruptedMeanwhile = Thread.interrupted();
        }
    }

    private void letGo() {
        synchronized (door) {
            steady = false;
            if (interruptedMeanwhile) super.interrupt();
        }
    }

    @Override
    public void interrupt() {
        synchronized (door) {
            if (steady) interruptedMeanwhile = true;
            else super.interrupt();
        }
    }
}
