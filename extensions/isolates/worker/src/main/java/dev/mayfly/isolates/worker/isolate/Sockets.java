package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.SocketFrames;
import dev.mayfly.isolates.frames.SocketFrames.Close;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import dev.mayfly.isolates.worker.engine.GuestValues;
import dev.mayfly.isolates.worker.isolate.Messages.Said;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The WebSockets of one isolate: pairs of its streams that carry messages. What the guest says is put into frames here, so that nothing
 * else ever stands in such a stream, whatever the guest did to the prelude.
 */
final class Sockets {
    /** How a listener is told what came. */
    private static final int BROKEN = 0, TEXT = 1, BYTES = 2, CLOSE = 8;

    private final Isolate isolate;
    private final Map<Integer, Incoming> incoming;
    private final Map<Integer, Outgoing> outgoing;
    private final Map<Integer, Messages> heard = new HashMap<>(0);
    private final Set<Integer> said = new HashSet<>(0);

    Sockets(Isolate isolate, Map<Integer, Incoming> incoming, Map<Integer, Outgoing> outgoing) {
        this.isolate = isolate;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /** From now on these streams are a socket. */
    void add(int in, int out) {
        heard.put(in, new Messages());
        said.add(out);
    }

    /** Whether this stream brings messages. */
    boolean has(int in) {
        synchronized (isolate) {
            return heard.containsKey(in);
        }
    }

    /** Whether something is left of what this stream brought. */
    boolean holds(int in) {
        var messages = heard.get(in);
        return messages != null && messages.begun();
    }

    /** Whether the guest waits for a message: its next word is the host's to bring, and how long that may take the host's to say. */
    boolean listening() {
        synchronized (isolate) {
            for (var in : heard.keySet()) {
                var stream = incoming.get(in);
                if (stream != null && stream.waiting()) return true;
            }
            return false;
        }
    }

    /** A stream of messages takes no bytes as they are, and gives none. */
    void refuseBytes(int number) {
        synchronized (isolate) {
            if (heard.containsKey(number) || said.contains(number))
                throw new IllegalArgumentException("stream " + number + " carries messages");
        }
    }

    /** Sends one message; the credit left, negative by what is held. */
    long send(int out, boolean text, byte[] payload) {
        requireSocket(out);
        if (payload.length > SocketFrames.MESSAGE_MAX) {
            throw new IllegalArgumentException(
                    "A message of %,d bytes is too large for a WebSocket; it takes at most %,d"
                            .formatted(payload.length, SocketFrames.MESSAGE_MAX));
        }
        return isolate.put(out, SocketFrames.frame(text ? Opcode.TEXT : Opcode.BINARY, Part.LAST, payload));
    }

    /** Says the last word. */
    void close(int out, int code, String reason) {
        requireSocket(out);
        boolean fits = reason.getBytes(StandardCharsets.UTF_8).length <= SocketFrames.REASON_MAX;
        if (!fits || (code != Close.NO_CODE && !Close.mayBeSent(code)))
            throw new IllegalArgumentException("a close has a code that may be sent, and a short reason");
        isolate.put(out, SocketFrames.frame(Opcode.CLOSE, Part.LAST, SocketFrames.close(code, reason)));
        synchronized (isolate) {
            var stream = outgoing.get(out);
            if (stream != null) stream.end();
        }
    }

    /** Remembers who wants the next message. */
    void listen(int in, Value callback) {
        synchronized (isolate) {
            var stream = incoming.get(in);
            if (stream == null || !heard.containsKey(in))
                throw new IllegalArgumentException("no socket has the number " + in);
            stream.want(callback);
        }
        isolate.post(() -> tell(in));
    }

    /** Tells a listener the next of what has come, if that is whole; on the guest's thread. */
    void tell(int in) {
        Value callback;
        Said next;
        int grant;
        long held = 0;
        synchronized (isolate) {
            var stream = incoming.get(in);
            var messages = heard.get(in);
            if (stream == null || messages == null || !stream.tellable(messages.begun())) return;
            next = messages.next(stream);
            grant = stream.grant();
            if (next == null)
                held = heard.values().stream().mapToLong(Messages::held).sum();
            callback = next == null && !stream.ended() ? null : stream.told();
        }
        if (grant > 0) isolate.send(new Message.Credit(in, grant));
        if (callback == null) bound(held);
        else tell(callback, next);
    }

    private void tell(Value callback, @Nullable Said said) {
        isolate.progress();
        isolate.renew();
        switch (said) {
            case null -> callback.executeVoid(BROKEN);
            case Said.Text(byte[] utf8) -> {
                isolate.received(utf8.length);
                callback.executeVoid(TEXT, new String(utf8, StandardCharsets.UTF_8));
            }
            case Said.Bytes(byte[] bytes) -> {
                isolate.received(bytes.length);
                callback.executeVoid(BYTES, GuestValues.buffer(bytes));
            }
            case Said.Close(int code, String reason) -> callback.executeVoid(CLOSE, reason, code);
        }
    }

    private void bound(long held) {
        long allowed = isolate.bounds().heapBytes();
        if (held > allowed) isolate.kill(Ending.exhausted("heap", held, allowed));
    }

    private void requireSocket(int out) {
        synchronized (isolate) {
            if (!said.contains(out)) throw new IllegalArgumentException("no socket has the number " + out);
        }
    }
}
