package dev.mayfly.isolates.guard;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import java.util.Arrays;

/**
 * The ear that engine code is given at build time: while a thread is a target, its loops poll for cancellation and its exception
 * handlers stand aside.
 *
 * <p>The engine's own loops poll only between guest statements, so a builtin that counts to 2^53 never hears a cancel, and a guest
 * that catches its own stack overflows hears it only where there is no stack left to act on it. Woven code calls {@link #poll()} on
 * every backward branch and {@link #caught(Throwable)} first in every handler that could go on with guest code. While nobody is a
 * target both cost one read.
 *
 * <p>Order for whoever cancels: {@link #target(Thread)}, then {@code context.close(true)}, and {@link #clear(Thread)} only when the
 * thread has left the context.
 */
public final class Poll {
    private static volatile boolean pending;
    private static volatile Thread[] targets = {};

    private Poll() {}

    /** Makes a thread a target: from now on it leaves its guest code as fast as it can. Doing it twice is the same as once. */
    public static synchronized void target(Thread thread) {
        if (isTarget(thread)) return;
        var more = Arrays.copyOf(targets, targets.length + 1);
        more[targets.length] = thread;
        targets = more;
        pending = true;
    }

    /** Ends what {@link #target(Thread)} began; a thread that is no target is left alone. */
    public static synchronized void clear(Thread thread) {
        var rest = Arrays.stream(targets).filter(one -> one != thread).toArray(Thread[]::new);
        targets = rest;
        pending = rest.length > 0;
    }

    /** Woven on every backward branch of engine code: runs the engine's normal cancel path when this thread is a target. */
    public static void poll() {
        if (pending) pollSlowly();
    }

    /** For loops of the worker's own over text or bytes of a guest: polls at every 2^16th step. */
    public static void at(int step) {
        if ((step & 0xFFFF) == 0) poll();
    }

    /** Woven first into handlers of engine code: a target's exception passes through as if the handler was not there. */
    public static void caught(Throwable thrown) {
        if (pending) passOn(thrown);
    }

    @TruffleBoundary(transferToInterpreterOnException = false)
    private static void pollSlowly() {
        if (isTarget(Thread.currentThread()) && !initialisesClass()) TruffleSafepoint.pollHere(null);
    }

    @TruffleBoundary(transferToInterpreterOnException = false)
    private static void passOn(Throwable thrown) {
        if (isTarget(Thread.currentThread())) throw Poll.<RuntimeException>unchecked(thrown);
    }

    /** A static initialiser that is cancelled half-way leaves its class broken for every guest to come: it runs to its end first. */
    private static boolean initialisesClass() {
        return StackWalker.getInstance()
                .walk(frames -> frames.takeWhile(frame -> !isGuestCall(frame))
                        .anyMatch(frame -> frame.getMethodName().equals("<clinit>")));
    }

    private static boolean isGuestCall(StackWalker.StackFrame frame) {
        return frame.getClassName().equals("com.oracle.truffle.api.impl.DefaultCallTarget")
                || frame.getClassName().equals("com.oracle.truffle.runtime.OptimizedCallTarget");
    }

    private static boolean isTarget(Thread thread) {
        for (var one : targets) if (one == thread) return true;
        return false;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
