package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.worker.engine.GuestValues;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;

/** The streams of one isolate, both ways, by their number. */
final class Streams {
    private final Isolate isolate;
    private final Map<Integer, Incoming> incoming = new HashMap<>();
    private final Map<Integer, Outgoing> outgoing = new HashMap<>();
    private final Sockets sockets;

    Streams(Isolate isolate, boolean requestBody) {
        this.isolate = isolate;
        this.sockets = new Sockets(isolate, incoming, outgoing);
        if (requestBody) incoming.put(Frames.REQUEST_BODY, new Incoming());
    }

    Sockets sockets() {
        return sockets;
    }

    // ---- from the host ----

    void arrive(Message.Data data) {
        int number = data.stream();
        if (number == Frames.RESPONSE_BODY || (number > 0 && number % 2 == 0)) {
            throw new MalformedFrame("stream " + number + " is not the host's to write");
        }
        synchronized (isolate) {
            var stream = incoming.get(number);
            if (stream == null) return;
            stream.arrive(data.bytes(), data.then());
            if (!stream.waiting()) return;
        }
        isolate.post(() -> {
            if (sockets.has(number)) sockets.tell(number);
            else answerReader(number);
        });
    }

    void grant(Message.Credit credit) {
        synchronized (isolate) {
            var stream = outgoing.get(credit.stream());
            if (stream == null) return;
            stream.grant(credit.bytes());
            if (!stream.waiting()) return;
        }
        isolate.post(() -> answerWriter(credit.stream()));
    }

    /** Opens the stream of a body that the host is about to send; false when too many are open. */
    boolean open(int number) {
        synchronized (isolate) {
            if (tooMany()) return false;
            incoming.put(number, new Incoming());
            return true;
        }
    }

    /** Opens the two streams of a socket that a fetch brought; false when too many are open. */
    boolean openSocket(int call) {
        synchronized (isolate) {
            if (openNow() + 2 > isolate.bounds().openStreams()) return false;
            openSocket(Frames.resultBody(call), Frames.callBody(call));
            return true;
        }
    }

    /** Opens the two streams of a socket. */
    void openSocket(int in, int out) {
        synchronized (isolate) {
            incoming.put(in, new Incoming());
            openOut(out);
            sockets.add(in, out);
        }
    }

    /** The client is gone: what is still written to it goes nowhere. */
    void stopResponse() {
        synchronized (isolate) {
            var response = outgoing.get(Frames.RESPONSE_BODY);
            if (response == null) return;
            response.grant(0);
            if (!response.waiting()) return;
        }
        isolate.post(() -> answerWriter(Frames.RESPONSE_BODY));
    }

    // ---- from the guest ----

    /** Opens a stream for the guest to write. */
    void openOut(int number) {
        synchronized (isolate) {
            outgoing.put(number, new Outgoing(number, isolate::send));
        }
    }

    /** Whether one more stream would be over the limit. */
    boolean tooMany() {
        synchronized (isolate) {
            return openNow() >= isolate.bounds().openStreams();
        }
    }

    int openNow() {
        synchronized (isolate) {
            incoming.entrySet().removeIf(in -> in.getValue().over() && !sockets.holds(in.getKey()));
            long writing = outgoing.values().stream().filter(out -> !out.over()).count();
            return incoming.size() + (int) writing;
        }
    }

    long write(int number, byte[] piece) {
        sockets.refuseBytes(number);
        return put(number, piece);
    }

    long put(int number, byte[] piece) {
        long left;
        long held = 0;
        synchronized (isolate) {
            left = out(number).write(piece);
            if (left < 0)
                held = outgoing.values().stream().mapToLong(Outgoing::held).sum();
        }
        long allowed = isolate.bounds().heapBytes();
        if (held > allowed) isolate.kill(Ending.exhausted("heap", held, allowed));
        return left;
    }

    void end(int number) {
        synchronized (isolate) {
            out(number).end();
        }
    }

    void fail(int number) {
        synchronized (isolate) {
            out(number).fail();
        }
    }

    void onWritable(int number, Value callback) {
        synchronized (isolate) {
            out(number).want(callback);
        }
        isolate.post(() -> answerWriter(number));
    }

    void read(int number, Value callback) {
        sockets.refuseBytes(number);
        synchronized (isolate) {
            var stream = incoming.get(number);
            if (stream == null) throw new IllegalArgumentException("no stream to read has the number " + number);
            stream.want(callback);
        }
        isolate.post(() -> answerReader(number));
    }

    void stopReading(int number) {
        boolean tell;
        synchronized (isolate) {
            var stream = incoming.get(number);
            tell = stream != null && stream.stop();
        }
        if (tell) isolate.send(new Message.Credit(number, 0));
    }

    /** Breaks off what the guest still writes, because it ended otherwise than it should. */
    void breakOff() {
        synchronized (isolate) {
            var response = outgoing.get(Frames.RESPONSE_BODY);
            if (response != null) response.fail();
        }
    }

    // ---- what the isolate asks ----

    /** Whether the host will wake somebody who waits at a stream. */
    boolean waiting() {
        synchronized (isolate) {
            return incoming.values().stream().anyMatch(Incoming::waiting)
                    || outgoing.values().stream().anyMatch(Outgoing::waiting);
        }
    }

    /** Whether the response is open: more of it may come. */
    boolean responding() {
        synchronized (isolate) {
            var response = outgoing.get(Frames.RESPONSE_BODY);
            return response != null && !response.over();
        }
    }

    private void answerReader(int number) {
        Value callback;
        byte[] piece;
        int grant;
        boolean broken;
        synchronized (isolate) {
            var stream = incoming.get(number);
            callback = stream == null ? null : stream.answerable();
            if (stream == null || callback == null) return;
            piece = stream.next();
            grant = stream.grant();
            broken = stream.broken();
        }
        isolate.progress();
        if (grant > 0) isolate.send(new Message.Credit(number, grant));
        if (piece != null) {
            isolate.received(piece.length);
            callback.executeVoid(0, GuestValues.buffer(piece));
        } else callback.executeVoid(broken ? 2 : 1, null);
    }

    private void answerWriter(int number) {
        Value callback;
        long left;
        synchronized (isolate) {
            var stream = out(number);
            callback = stream.tellable();
            left = stream.left();
        }
        if (callback != null) callback.executeVoid(left);
    }

    private Outgoing out(int number) {
        var stream = outgoing.get(number);
        if (stream == null) throw new IllegalArgumentException("no stream to write has the number " + number);
        return stream;
    }
}
