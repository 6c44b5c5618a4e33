package dev.mayfly.edge.socket;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.stream.MeteredSink;
import dev.mayfly.isolates.frames.BrokenSocket;
import dev.mayfly.isolates.frames.SocketFrames;
import dev.mayfly.isolates.frames.SocketFrames.Close;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import dev.mayfly.isolates.frames.SocketReader;
import dev.mayfly.isolates.frames.SocketReader.Masks;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket between a peer (a client, or an upstream) and a function, from the handshake to the end of its connection. Messages pass in
 * parts, as they come: nothing is put together here, and neither side is read faster than the other takes. All calls come on one context.
 */
public final class Socket {
    /** What the edge is on this connection. */
    public enum Role {
        SERVER,
        CLIENT
    }

    private static final SecureRandom MASKS = new SecureRandom();

    private final Role role;
    private final FunctionEnd function;
    private final EdgeConfig.Sockets config;
    private final OpenSockets open;
    private final Context context = Vertx.currentContext();
    private final SocketReader fromPeer;
    private final SocketReader fromFunction = new SocketReader(Masks.FORBIDDEN);
    private final ByteArrayOutputStream toFunction = new ByteArrayOutputStream(0);
    private final ByteArrayOutputStream toPeer = new ByteArrayOutputStream(0);
    private final List<Runnable> early = new ArrayList<>(0);
    private final long openedNs = System.nanoTime();

    private @Nullable NetSocket wire;
    private @Nullable MeteredSink sink;
    private long credit;
    private boolean asked;

    private boolean saidClose;
    private boolean heardClose;
    private boolean functionTold;
    private boolean peerEnded;
    private boolean wireClosed;
    private boolean over;
    private int code = Close.ABNORMAL;

    private long messageNs = openedNs;
    /** It was heard of since it was last asked whether it is there. */
    private boolean lively = true;

    private long ticking = -1;
    private long closing = -1;

    private long heard;
    private long heardBytes;
    private long said;
    private long saidBytes;

    public Socket(Role role, FunctionEnd function, OpenSockets open) {
        this.role = role;
        this.function = function;
        this.open = open;
        this.config = open.config();
        this.fromPeer = new SocketReader(role == Role.SERVER ? Masks.REQUIRED : Masks.FORBIDDEN);
        open.add(this);
    }

    /** The handshake is done. */
    public void opened(NetSocket connection) {
        wire = connection;
        sink = new MeteredSink(connection, function::taken);
        connection.pause();
        connection.exceptionHandler(e -> {});
        connection.handler(this::arrived);
        connection.endHandler(v -> peerEnded());
        connection.closeHandler(v -> wireClosed());
        ticking = vertx().setPeriodic(config.pingEvery().toMillis(), id -> tick());
        for (Runnable word : List.copyOf(early)) word.run();
        early.clear();
        ask();
    }

    /** There will be no connection. */
    public void failed() {
        peerEnded();
        wireClosed();
    }

    // ---- from the peer ----

    private void arrived(Buffer buffer) {
        asked = false;
        lively = true;
        try {
            fromPeer.read(buffer.getBytes(), new FromPeer());
        } catch (BrokenSocket e) {
            hand();
            refuse(e);
        }
        hand();
        ask();
    }

    private final class FromPeer implements SocketReader.Receiver {
        @Override
        public void message(Opcode opcode, Part part, byte[] bytes) {
            heardBytes += bytes.length;
            if (part == Part.LAST) {
                heard++;
                messageNs = System.nanoTime();
            }
            if (!saidClose && !functionTold) toFunction.writeBytes(SocketFrames.frame(opcode, part, bytes));
        }

        /** Who asks faster than it reads is answered where it reads. */
        @Override
        public void ping(byte[] payload) {
            if (wire != null && !saidClose && !wire.writeQueueFull()) control(Opcode.PONG, payload);
        }

        @Override
        public void pong() {}

        @Override
        public void close(int closeCode, String reason) {
            heardClose = true;
            if (!saidClose) code = closeCode;
            tellClose(closeCode, reason);
            sayClose(closeCode, reason);
            endWire();
        }
    }

    /** Gives the function what has come, as one piece. */
    private void hand() {
        if (toFunction.size() == 0) return;
        byte[] frames = toFunction.toByteArray();
        toFunction.reset();
        credit -= frames.length;
        function.heard(frames);
    }

    private void tellClose(int closeCode, String reason) {
        if (functionTold) return;
        functionTold = true;
        toFunction.writeBytes(SocketFrames.frame(Opcode.CLOSE, Part.LAST, SocketFrames.close(closeCode, reason)));
        hand();
        function.ended();
    }

    private void tellBroken() {
        if (functionTold) return;
        functionTold = true;
        function.broken();
    }

    /** The peer said what it must not say. */
    private void refuse(BrokenSocket broken) {
        if (!saidClose) code = broken.code();
        tellBroken();
        sayClose(broken.code(), String.valueOf(broken.getMessage()));
        endWire();
    }

    private void peerEnded() {
        if (peerEnded) return;
        peerEnded = true;
        tellBroken();
        closeIfOver();
    }

    private void ask() {
        if (asked || peerEnded || wire == null || fromPeer.closed() || (credit <= 0 && !functionTold)) return;
        asked = true;
        wire.fetch(1);
    }

    // ---- from the function ----

    /** It takes so many bytes more; 0: none at all. */
    public void granted(int bytes) {
        if (bytes == 0) functionTold = true;
        credit += bytes;
        ask();
    }

    /** The next of what it says: frames without masks, in any pieces. */
    public void said(byte[] piece) {
        whenOpen(() -> speak(piece));
    }

    private void speak(byte[] piece) {
        MeteredSink to = sink;
        if (to == null || wireClosed) {
            function.taken(piece.length);
            return;
        }
        fromFunction.read(piece, new FromFunction());
        byte[] frames = toPeer.toByteArray();
        toPeer.reset();
        if (frames.length == 0) function.taken(piece.length);
        else to.write(frames, piece.length, () -> lively = true);
        if (fromFunction.closed()) awaitClose();
    }

    private final class FromFunction implements SocketReader.Receiver {
        @Override
        public void message(Opcode opcode, Part part, byte[] bytes) {
            if (saidClose) return;
            saidBytes += bytes.length;
            if (part == Part.LAST) {
                said++;
                messageNs = System.nanoTime();
            }
            toPeer.writeBytes(frame(opcode, part, bytes));
        }

        @Override
        public void close(int closeCode, String reason) {
            if (saidClose) return;
            saidClose = true;
            if (!heardClose) code = closeCode;
            toPeer.writeBytes(frame(Opcode.CLOSE, Part.LAST, SocketFrames.close(closeCode, reason)));
        }
    }

    private void whenOpen(Runnable word) {
        if (wire != null) word.run();
        else if (!over) early.add(word);
    }

    /** It says nothing more. Without a close before that, it failed. */
    public void ended() {
        whenOpen(() -> {
            if (!fromFunction.closed()) lost();
        });
    }

    /** It, or its worker, is no more. */
    public void lost() {
        functionTold = true;
        leave(Close.FAILED, "the function failed");
    }

    /** Nobody at the function's end wants it any more. */
    public void abandoned() {
        functionTold = true;
        leave(Close.GOING_AWAY, "");
    }

    // ---- from the platform ----

    /** This process ends. */
    void goAway() {
        context.runOnContext(v -> leave(Close.GOING_AWAY, "the server stops"));
    }

    private void leave(int closeCode, String reason) {
        if (over) return;
        if (!saidClose) code = closeCode;
        tellClose(closeCode, reason);
        whenOpen(() -> {
            sayClose(closeCode, reason);
            awaitClose();
            ask();
        });
    }

    private void tick() {
        long now = System.nanoTime();
        if (saidClose) return;
        if (now - messageNs > config.idleMax().toNanos()) leave(Close.GOING_AWAY, "nobody said anything for long");
        else if (now - openedNs > config.openMax().toNanos())
            leave(Close.GOING_AWAY, "it was open for as long as it may be");
        else if (asked && !lively) cut();
        else {
            lively = false;
            if (wire != null && !wire.writeQueueFull()) control(Opcode.PING, new byte[0]);
        }
    }

    // ---- the end of the connection ----

    private void sayClose(int closeCode, String reason) {
        if (saidClose) return;
        saidClose = true;
        control(Opcode.CLOSE, SocketFrames.close(closeCode, reason));
    }

    /** The peer has its time to say its own close. */
    private void awaitClose() {
        if (closing < 0 && !wireClosed)
            closing = vertx().setTimer(config.closeTimeout().toMillis(), id -> cut());
    }

    private void endWire() {
        if (wire == null || wireClosed) return;
        awaitClose();
        wire.close();
    }

    /** Does not wait for what a peer that does not read has not taken. */
    private void cut() {
        if (wire instanceof NetSocketInternal connection)
            connection.channelHandlerContext().close();
    }

    private void wireClosed() {
        if (wireClosed) return;
        wireClosed = true;
        if (ticking >= 0) vertx().cancelTimer(ticking);
        if (closing >= 0) vertx().cancelTimer(closing);
        if (peerEnded || functionTold) closeIfOver();
        else closing = vertx().setTimer(config.closeTimeout().toMillis(), id -> peerEnded());
    }

    private void closeIfOver() {
        if (over || !wireClosed || !(peerEnded || functionTold)) return;
        over = true;
        early.clear();
        if (closing >= 0) vertx().cancelTimer(closing);
        open.remove(this);
        function.over(new SocketUse(heard, heardBytes, said, saidBytes, code));
    }

    private void control(Opcode opcode, byte[] payload) {
        if (wire != null && !wireClosed) wire.write(Buffer.buffer(frame(opcode, Part.LAST, payload)));
    }

    private byte[] frame(Opcode opcode, Part part, byte[] payload) {
        return role == Role.SERVER
                ? SocketFrames.frame(opcode, part, payload)
                : SocketFrames.masked(opcode, part, payload, MASKS.nextInt());
    }

    private Vertx vertx() {
        return context.owner();
    }
}
