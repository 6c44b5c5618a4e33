package dev.mayfly.isolates.worker.isolate;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one isolate used, summed over its slices: CPU time of the guest threads it ran on, and bytes allocated there. A slice is open
 * while a thread is inside; the thread itself writes, the watchdog reads.
 */
final class Usage {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long arrivedNs = System.nanoTime();
    private long startedNs;
    private long cpuNs;
    private long allocated;
    private long sliceCpuStart;
    private long sliceAllocatedStart;
    private long sliceThread = -1;
    private long heapPeak;

    synchronized void open() {
        if (startedNs == 0) startedNs = System.nanoTime();
        sliceCpuStart = THREADS.getCurrentThreadCpuTime();
        sliceAllocatedStart = THREADS.getCurrentThreadAllocatedBytes();
        sliceThread = Thread.currentThread().threadId();
    }

    synchronized boolean begun() {
        return startedNs != 0;
    }

    /** The CPU of the slice that ends. */
    synchronized long close() {
        long slice = THREADS.getCurrentThreadCpuTime() - sliceCpuStart;
        cpuNs += slice;
        allocated += THREADS.getCurrentThreadAllocatedBytes() - sliceAllocatedStart;
        sliceThread = -1;
        return slice;
    }

    /** Takes what the measurement itself cost off the guest's bill; on the slice's thread. */
    synchronized void discount(long cpu, long bytes) {
        sliceCpuStart += cpu;
        sliceAllocatedStart += bytes;
    }

    synchronized long cpuNs() {
        if (sliceThread < 0) return cpuNs;
        long now = THREADS.getThreadCpuTime(sliceThread);
        return now < 0 ? cpuNs : cpuNs + now - sliceCpuStart;
    }

    synchronized long allocated() {
        if (sliceThread < 0) return allocated;
        long now = THREADS.getThreadAllocatedBytes(sliceThread);
        return now < 0 ? allocated : allocated + now - sliceAllocatedStart;
    }

    synchronized void heapMeasured(long live) {
        heapPeak = Math.max(heapPeak, live);
    }

    synchronized long heapPeak() {
        return heapPeak;
    }

    long queuedNs() {
        return startedNs == 0 ? wallNs() : startedNs - arrivedNs;
    }

    long wallNs() {
        return System.nanoTime() - arrivedNs;
    }
}
