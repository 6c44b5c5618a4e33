package dev.mayfly.isolates.worker.isolate;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Isolates that have something to do, in the order in which they get a thread. Accounts take turns by the CPU that they used (start-time fair
 * queueing): however many isolates one of them has waiting, another's next one comes soon. Within an account those go first that have begun
 * and used little CPU so far, then all others, each as they came: a crowd that comes at once is finished one by one, and does not begin as
 * a whole to end as a whole; and since the credit of each is small, those that have not begun never wait for long behind those that go on
 * and on. Guarded by monitors: a guest may add to it at the end of its stack, where a lock could stay taken.
 */
final class ReadyQueue<T> {
    /** CPU that an isolate may use before it waits in line with those that have not begun. */
    static final long PROMPT_CPU_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Accounts without anything waiting whose use is remembered beyond the present turn. */
    static final int REMEMBERED_MAX = 1_000;

    /** What a slice is taken to cost until it is over, so that two threads do not serve the same account because neither is paid yet. */
    private static final long EXPECTED_NS = 100_000;

    private final Map<String, Line<T>> lines = new HashMap<>();
    private final PriorityQueue<Line<T>> waiting = new PriorityQueue<>(
            Comparator.<Line<T>>comparingLong(line -> line.usedNs).thenComparingLong(line -> line.since));
    /** The use of the account that was served last: whoever comes back after a while starts there, and has saved nothing up. */
    private long servedNs;

    private long came;

    enum Turn {
        prompt,
        inLine
    }

    private static final class Line<T> {
        final ArrayDeque<T> prompt = new ArrayDeque<>();
        final ArrayDeque<T> inLine = new ArrayDeque<>();
        long usedNs;
        /** Of slices that are over, more or less than was expected; counted when its turn comes. */
        long owedNs;

        long since;

        void settle() {
            usedNs += owedNs;
            owedNs = 0;
        }

        boolean isEmpty() {
            return prompt.isEmpty() && inLine.isEmpty();
        }
    }

    /** There are never more than isolates alive. */
    synchronized void add(String account, T what, Turn turn) {
        Line<T> line = lines.computeIfAbsent(account, a -> new Line<>());
        boolean idle = line.isEmpty();
        (turn == Turn.prompt ? line.prompt : line.inLine).add(what);
        if (idle) {
            line.settle();
            line.usedNs = Math.max(line.usedNs, servedNs);
            line.since = ++came;
            waiting.add(line);
        }
        notify();
    }

    /** The next one, or null when none came in this time. Its account is charged a little; {@link #used} tells what it took. */
    @Nullable
    synchronized T poll(long ms) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (waiting.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) return null;
            wait(left);
        }
        Line<T> line = next();
        servedNs = Math.max(servedNs, line.usedNs);
        T next = line.prompt.isEmpty() ? line.inLine.remove() : line.prompt.remove();
        line.usedNs += EXPECTED_NS;
        line.since = ++came;
        if (!line.isEmpty()) waiting.add(line);
        else if (lines.size() > REMEMBERED_MAX) forget();
        return next;
    }

    /** The one that used least; those that used more than was known are put back, each once at most. */
    private Line<T> next() {
        for (Line<T> line = waiting.remove(); ; line = waiting.remove()) {
            boolean dearer = line.owedNs > 0;
            line.settle();
            if (!dearer) return line;
            waiting.add(line);
        }
    }

    /** What a slice of an account took, in the CPU of its thread. */
    synchronized void used(String account, long ns) {
        Line<T> line = lines.get(account);
        if (line != null) line.owedNs += ns - EXPECTED_NS;
    }

    synchronized int remembered() {
        return lines.size();
    }

    /** Drops accounts without anything waiting: at first those that are owed nothing and owe nothing, then any. */
    private void forget() {
        lines.values().removeIf(line -> line.isEmpty() && line.usedNs <= servedNs);
        Iterator<Line<T>> rest = lines.values().iterator();
        while (lines.size() > REMEMBERED_MAX && rest.hasNext()) if (rest.next().isEmpty()) rest.remove();
    }
}
