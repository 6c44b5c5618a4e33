package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Then;

/** A body on its way from a worker: counts what the worker may still send, and gives back what the client consumed. */
final class InStream {
    /** Credit is given back in portions, so that small pieces do not cost a frame each. */
    private static final int GIVE_BACK_FROM = 32 << 10;

    private final int stream;
    private int allowed = Frames.INITIAL_CREDIT;
    private long underWay;
    private int consumed;
    private boolean open = true;
    private boolean stopped;

    InStream(int stream) {
        this.stream = stream;
    }

    /** Whether this piece ends it. */
    boolean take(Message.Data data) {
        int length = data.bytes().length;
        Violation.when(!open, "bytes behind the end of stream " + stream);
        Violation.when(length > Frames.CHUNK_MAX, "a piece over the maximum");
        Violation.when(length > allowed, "more bytes than were granted");
        allowed -= length;
        underWay += length;
        if (data.then() == Then.MORE) return false;
        open = false;
        return !stopped;
    }

    /** The client took so many bytes; it cannot take what never came. */
    void consumed(WorkerLink link, int id, int bytes) {
        int real = (int) Math.min(Math.max(bytes, 0), underWay);
        underWay -= real;
        consumed += real;
        if (!open || consumed == 0 || (consumed < GIVE_BACK_FROM && allowed > GIVE_BACK_FROM)) return;
        allowed += consumed;
        link.send(id, new Message.Credit(stream, consumed));
        consumed = 0;
    }

    /** Nobody reads any more; what is still under way may come. Whether that ends it: a sound worker may say nothing more of it. */
    boolean stop(WorkerLink link, int id) {
        if (!open || stopped) return false;
        stopped = true;
        link.send(id, new Message.Credit(stream, 0));
        return true;
    }

    boolean stopped() {
        return stopped;
    }

    boolean open() {
        return open;
    }
}
