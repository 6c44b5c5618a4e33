package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Message;

/** The way to the host. Messages keep their order; none waits for the host to read. */
public interface Answers {
    /** Puts a message in line; true: so much stands there that it is time to {@link #flush}. */
    boolean send(int id, Message message);

    /** Has everything in line written. */
    void flush();

    /** Has everything written that stands in line for a while already; by somebody else than the caller. */
    void flushLate();
}
