package dev.mayfly.bench.harness;

import java.util.Arrays;

/** Times, in nanoseconds, of a bounded number of answers. */
public final class Latencies {
    private final long[] all;
    private int count;
    private boolean sorted;

    public Latencies(int max) {
        all = new long[max];
    }

    public void add(long ns) {
        sorted = false;
        if (count < all.length) all[count++] = ns;
    }

    public int count() {
        return count;
    }

    public double ms(double quantile) {
        if (count == 0) return Double.NaN;
        if (!sorted) Arrays.sort(all, 0, count);
        sorted = true;
        return all[Math.min(count - 1, (int) (quantile * count))] / 1e6;
    }
}
