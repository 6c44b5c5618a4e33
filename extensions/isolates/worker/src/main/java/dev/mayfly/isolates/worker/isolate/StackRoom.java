package dev.mayfly.isolates.worker.isolate;

/**
 * Makes sure that there is stack left for a host function before it touches anything. A guest that recurses to the end of the stack
 * and calls the host from there gets its overflow here, where nothing is half done, and never inside a lock or a queue.
 */
final class StackRoom {
    private static final int FRAMES = 200;

    private StackRoom() {}

    static void check() {
        descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    private static long descend(int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        return frames == 0 ? a : descend(frames - 1, b, c, d, e, f, g, h, a + frames) + h;
    }
}
