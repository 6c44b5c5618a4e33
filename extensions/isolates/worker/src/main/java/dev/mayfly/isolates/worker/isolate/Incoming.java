package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.Message.Then;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** A stream that the host writes and the guest reads. Holds at most the window that it granted. Guarded by its isolate. */
final class Incoming {
    private static final int GRANT_FROM = 64 << 10;

    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int window = Frames.INITIAL_CREDIT;
    private int taken;
    private Then then = Then.MORE;
    private boolean stopped;
    private @Nullable Value reader;

    /** Takes a piece from the host; one beyond the window breaks the protocol. */
    void arrive(byte[] piece, Then next) {
        if (then != Then.MORE) throw new MalformedFrame("data behind the end of a stream");
        if (piece.length > window) throw new MalformedFrame("more data than the window allows");
        window -= piece.length;
        if (!stopped && piece.length > 0) pieces.add(piece);
        then = next;
    }

    /** Remembers who wants the next piece. */
    void want(Value callback) {
        if (reader != null) throw new IllegalStateException("a read of this stream is under way");
        reader = callback;
    }

    /** A read that can be answered now, taken out; null when there is none. */
    @Nullable
    Value answerable() {
        if (reader == null || (pieces.isEmpty() && then == Then.MORE && !stopped)) return null;
        var callback = reader;
        reader = null;
        return callback;
    }

    /** Whether a socket's listener can be told something now: {@code begun}: some of it was taken out already. */
    boolean tellable(boolean begun) {
        return reader != null && (begun || !pieces.isEmpty() || then != Then.MORE || stopped);
    }

    /** Takes the listener of a socket out, once there is something to tell. */
    Value told() {
        var callback = Objects.requireNonNull(reader, "nobody listens");
        reader = null;
        return callback;
    }

    /** Whether no more pieces come. */
    boolean ended() {
        return stopped || then != Then.MORE;
    }

    /** The next piece; null at the end. */
    byte @Nullable [] next() {
        var piece = pieces.poll();
        if (piece != null) taken += piece.length;
        return piece;
    }

    /** How many bytes more the host may send, when that is worth a frame; otherwise 0. */
    int grant() {
        if (taken < GRANT_FROM || then != Then.MORE || stopped) return 0;
        int grant = taken;
        taken = 0;
        window += grant;
        return grant;
    }

    /** No more is wanted. Whether the host must be told. */
    boolean stop() {
        boolean tell = !stopped && then == Then.MORE;
        stopped = true;
        pieces.clear();
        return tell;
    }

    boolean broken() {
        return then == Then.BROKEN;
    }

    /** Whether a read waits for what the host will send. */
    boolean waiting() {
        return reader != null;
    }

    /** Whether nothing more can come out of it. */
    boolean over() {
        return stopped || (then != Then.MORE && pieces.isEmpty() && reader == null);
    }
}
