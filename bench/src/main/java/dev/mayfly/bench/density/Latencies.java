package dev.mayfly.bench.density;

import java.util.Arrays;

/** Times, in nanoseconds, of a bounded number of answers. */
final class Latencies {
    private final long[] all;
    private int count;
    private boolean sorted;

    Latencies(int max) {
        all = new long[max];
    }

    void add(long ns) {
        sorted = false;
        if (count < all.length) all[count++] = ns;
    }

    int count() {
        return count;
    }

    double ms(double quantile) {
        if (count == 0) return Double.NaN;
        if (!sorted) Arrays.sort(all, 0, count);
        sorted = true;
        return all[Math.min(count - 1, (int) (quantile * count))] / 1e6;
    }
}
