package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Then;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** A stream that the guest writes and the host reads: what is beyond the host's credit waits here. Guarded by its isolate. */
final class Outgoing {
    private static final long CREDIT_MAX = 1L << 40;

    private final int number;
    private final Consumer<Message> send;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int offset;
    private long held;
    private long credit = Frames.INITIAL_CREDIT;
    private Then then = Then.MORE;
    private boolean ended;
    private boolean stopped;
    private @Nullable Value waiter;

    Outgoing(int number, Consumer<Message> send) {
        this.number = number;
        this.send = send;
    }

    /** Sends as much as the credit allows, holds the rest; the credit left, negative by what is held. */
    long write(byte[] piece) {
        if (stopped || ended || then != Then.MORE) return left();
        if (piece.length > 0) {
            pieces.add(piece);
            held += piece.length;
        }
        flush();
        return left();
    }

    void end() {
        if (then == Then.MORE) then = Then.END;
        flush();
    }

    /** What came before is not the whole; what is held is not sent any more. */
    void fail() {
        if (ended || stopped) return;
        pieces.clear();
        held = 0;
        then = Then.BROKEN;
        flush();
    }

    /** The host takes more; 0: it takes nothing any more. */
    void grant(int bytes) {
        if (bytes < 0 || credit > CREDIT_MAX) throw new MalformedFrame("a credit of " + bytes);
        if (bytes == 0) {
            stopped = true;
            pieces.clear();
            held = 0;
            return;
        }
        credit += bytes;
        flush();
    }

    /** Remembers who wants to know when there is credit again. */
    void want(Value callback) {
        waiter = callback;
    }

    /** A waiter that can be told now, taken out; null when there is none. */
    @Nullable
    Value tellable() {
        if (waiter == null || (left() <= 0 && !stopped)) return null;
        var callback = waiter;
        waiter = null;
        return callback;
    }

    /** What a waiter is told: the credit, or -1 when the reader stopped for good. */
    long left() {
        return stopped ? -1 : credit - held;
    }

    long held() {
        return held;
    }

    boolean waiting() {
        return waiter != null;
    }

    /** Whether all that will ever be sent was sent. */
    boolean over() {
        return ended || stopped;
    }

    private void flush() {
        while (!ended && !stopped) {
            var piece = pieces.peek();
            if (piece == null) {
                if (then == Then.MORE) return;
                ended = true;
                send.accept(new Message.Data(number, then, new byte[0]));
                return;
            }
            int length = (int) Math.min(Math.min(piece.length - offset, Frames.CHUNK_MAX), credit);
            if (length <= 0) return;
            boolean last = offset + length == piece.length;
            var part = offset == 0 && last ? piece : Arrays.copyOfRange(piece, offset, offset + length);
            credit -= length;
            held -= length;
            offset = last ? 0 : offset + length;
            if (last) pieces.remove();
            ended = last && pieces.isEmpty() && then == Then.END;
            send.accept(new Message.Data(number, ended ? Then.END : Then.MORE, part));
        }
    }
}
