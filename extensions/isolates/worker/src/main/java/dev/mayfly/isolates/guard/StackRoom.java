package dev.mayfly.isolates.guard;

/**
 * Makes sure that there is stack left for a host function before it touches anything. A guest that recurses to the end of the stack
 * and calls the host from there gets its overflow here, where nothing is half done, and never inside a lock, a queue or a static
 * initialiser.
 */
public final class StackRoom {
    private static final int FRAMES = 200;
    /** For the JDK's cryptography, which loads and initialises what it needs when it is first asked. */
    private static final int FRAMES_FOR_LOADING = 2_000;

    private StackRoom() {}

    /** For what the worker's own functions take, and for the engine's locks. A thread that knows that no guest is on its stack has the room. */
    public static void check() {
        if (Thread.currentThread() instanceof GuestStack stack && !stack.isUsed()) return;
        descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** For functions that may be the first to need some class of the JDK. */
    public static void checkForLoading() {
        descend(FRAMES_FOR_LOADING, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    private static long descend(int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        return frames == 0 ? a : descend(frames - 1, b, c, d, e, f, g, h, a + frames) + h;
    }
}
