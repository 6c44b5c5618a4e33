package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Measures the live heap of one context by walking it. Costs about half a microsecond an object, so it is asked rarely. */
public final class HeapGauge {
    static final String ID = "mayfly-heap";

    private final TruffleInstrument.Env env;
    private volatile boolean works = true;

    private HeapGauge(TruffleInstrument.Env env) {
        this.env = env;
    }

    /** The context that this thread is in. */
    public @Nullable TruffleContext entered() {
        return env.getEnteredContext();
    }

    /** Whether this runtime can measure at all; known after the first {@link #live}. */
    public boolean works() {
        return works;
    }

    /**
     * Live bytes of a context that stands still: this thread is in it, or nobody is. Stops counting soon after {@code stopAt}.
     * Answers 0 where the runtime cannot measure, and when {@code givenUp} becomes true meanwhile.
     */
    public long live(TruffleContext context, long stopAt, AtomicBoolean givenUp) {
        try {
            return env.calculateContextHeapSize(context, stopAt, givenUp);
        } catch (CancellationException e) {
            return 0;
        } catch (UnsupportedOperationException e) {
            works = false;
            return 0;
        }
    }

    /** Runs {@code action} on a thread that is in the context now, at the guest's next safepoint; never, if it leaves before. */
    public void atSafepoint(TruffleContext context, Thread thread, Runnable action) {
        env.submitThreadLocal(context, new Thread[] {thread}, new ThreadLocalAction(true, false) {
            @Override
            protected void perform(Access access) {
                action.run();
            }
        });
    }

    /** What the engine creates when the gauge is looked up. */
    public static final class Instrument extends TruffleInstrument {
        @Override
        protected void onCreate(Env env) {
            env.registerService(new HeapGauge(env));
        }
    }
}
