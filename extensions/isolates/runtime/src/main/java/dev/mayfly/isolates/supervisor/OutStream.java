package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message.Then;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A body on its way to a worker: never more than the worker granted, in pieces that a frame takes. What waits is bounded. */
final class OutStream {
    /** A client that heeds what is wanted of it never has more waiting than what was granted. */
    private static final int WAITING_MAX = 2 * Frames.INITIAL_CREDIT;

    /** A sound reader grants what it consumed; twice the window leaves room for one that is generous. */
    private static final int CREDIT_MAX = 2 * Frames.INITIAL_CREDIT;

    private static final byte[] NOTHING = {};

    private final int stream;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(2);
    private int firstOffset;
    private long waitingBytes;
    private int credit = Frames.INITIAL_CREDIT;
    private @Nullable Then ending;
    private boolean closed;

    OutStream(int stream) {
        this.stream = stream;
    }

    /** Takes the next piece. One over the bound breaks the stream: its writer does not listen. */
    void piece(WorkerLink link, int id, byte[] bytes) {
        if (closed || ending != null || bytes.length == 0) return;
        if (waitingBytes + bytes.length > WAITING_MAX && waitingBytes > 0) {
            waiting.clear();
            waitingBytes = 0;
            firstOffset = 0;
            finish(link, id, Then.BROKEN);
            return;
        }
        add(bytes);
        pump(link, id);
    }

    /** Takes a body that lies in memory already. */
    void whole(WorkerLink link, int id, byte[] bytes) {
        add(bytes);
        finish(link, id, Then.END);
    }

    void finish(WorkerLink link, int id, Then then) {
        if (closed || ending != null) return;
        ending = then;
        pump(link, id);
    }

    /** The worker takes more; 0: nothing more at all. Returns how many bytes its client may send now. */
    int granted(WorkerLink link, int id, int bytes) {
        Violation.when(bytes < 0, "credit of less than nothing");
        if (closed) return 0;
        if (bytes == 0) {
            closed = true;
            waiting.clear();
            waitingBytes = 0;
            return 0;
        }
        Violation.when(bytes > CREDIT_MAX - credit, "more credit than a window holds");
        credit += bytes;
        pump(link, id);
        return bytes;
    }

    boolean closed() {
        return closed;
    }

    private void add(byte[] bytes) {
        if (bytes.length == 0) return;
        waiting.add(bytes);
        waitingBytes += bytes.length;
    }

    private void pump(WorkerLink link, int id) {
        while (credit > 0) {
            byte[] first = waiting.peek();
            if (first == null) break;
            int length = Math.min(Math.min(credit, Frames.CHUNK_MAX), first.length - firstOffset);
            boolean firstIsSpent = firstOffset + length == first.length;
            boolean last = firstIsSpent && waiting.size() == 1 && ending != null;
            link.data(id, stream, last && ending != null ? ending : Then.MORE, first, firstOffset, length);
            credit -= length;
            waitingBytes -= length;
            firstOffset = firstIsSpent ? 0 : firstOffset + length;
            if (firstIsSpent) waiting.remove();
            if (last) closed = true;
        }
        if (!closed && ending != null && waiting.isEmpty()) {
            link.data(id, stream, ending, NOTHING, 0, 0);
            closed = true;
        }
    }
}
