package dev.mayfly.isolates.worker.html;

import java.util.Arrays;

/** Bytes that grow, as few copies as can be. */
final class Bytes {
    private byte[] all = new byte[256];
    private int length;

    void add(byte[] from, int start, int end) {
        int more = end - start;
        if (length + more > all.length) all = Arrays.copyOf(all, Math.max(length + more, 2 * all.length));
        System.arraycopy(from, start, all, length, more);
        length += more;
    }

    void add(byte[] from) {
        add(from, 0, from.length);
    }

    int length() {
        return length;
    }

    /** All there is, which is then gone from here. */
    byte[] take() {
        var taken = length == all.length ? all : Arrays.copyOf(all, length);
        all = new byte[256];
        length = 0;
        return taken;
    }
}
