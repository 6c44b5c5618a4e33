package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.Message;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.NetSocket;
import org.jboss.logging.Logger;

/** The host's end of a worker's socket. What is sent within one turn of the event loop leaves in one write. */
final class WorkerLink {
    private static final Logger log = Logger.getLogger(WorkerLink.class);
    private static final int FLUSH_AT = 256 << 10;
    private static final int WRITE_QUEUE_MAX = 8 << 20;

    private final ContextInternal context;
    private final NetSocket socket;
    private final Peer peer;
    private final FrameWriter out = new FrameWriter(64 << 10);
    private boolean flushComing;
    private boolean closed;
    private boolean ended;

    private byte[] partial = new byte[16 << 10];
    private int partialSize;

    /** Who hears what the worker says. Always on the link's event loop. */
    interface Peer {
        /** @throws RuntimeException when a sound worker would not say this */
        void frame(FrameType type, int id, FrameReader in);

        /** Called once; nothing follows. */
        void broke(String why);

        void ended();
    }

    WorkerLink(ContextInternal context, NetSocket socket, Peer peer) {
        this.context = context;
        this.socket = socket;
        this.peer = peer;
        socket.setWriteQueueMaxSize(WRITE_QUEUE_MAX);
        socket.exceptionHandler(e -> log.debug("a worker's socket failed", e));
        socket.handler(this::received);
        socket.closeHandler(v -> {
            if (closed) return;
            closed = true;
            ended = true;
            peer.ended();
        });
    }

    void send(int id, Message message) {
        if (closed) return;
        message.write(out, id);
        wrote();
    }

    /** A piece of a stream, without a copy of its own. */
    void data(int id, int stream, Message.Then then, byte[] bytes, int offset, int length) {
        if (closed) return;
        out.begin(FrameType.DATA, id).u32(stream).u8(then.ordinal());
        out.raw(bytes, offset, length).end();
        wrote();
    }

    /** Whether so much waits to be sent that this worker should get nothing new. */
    boolean full() {
        return socket.writeQueueFull();
    }

    /** Whether the worker's end was closed first. */
    boolean ended() {
        return ended;
    }

    void close() {
        if (closed) return;
        closed = true;
        socket.close();
    }

    private void wrote() {
        if (out.size() >= FLUSH_AT) flush();
        else if (!flushComing) {
            flushComing = true;
            context.nettyEventLoop().execute(() -> {
                flushComing = false;
                flush();
            });
        }
    }

    private void flush() {
        if (closed || out.size() == 0) return;
        socket.write(Buffer.buffer(out.toBytes()));
        out.clear();
    }

    private void received(Buffer buffer) {
        if (closed) return;
        try {
            ByteBuf bytes = buffer.getByteBuf();
            if (partialSize == 0 && bytes.hasArray()) {
                int start = bytes.arrayOffset() + bytes.readerIndex();
                int used = frames(bytes.array(), start, bytes.readableBytes());
                keep(bytes.array(), start + used, bytes.readableBytes() - used);
            } else {
                int length = bytes.readableBytes();
                room(length);
                bytes.readBytes(partial, partialSize, length);
                int total = partialSize + length;
                int used = frames(partial, 0, total);
                partialSize = 0;
                keep(partial, used, total - used);
            }
        } catch (Violation | MalformedFrame e) {
            broke(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("a frame from a worker could not be taken", e);
            broke("a frame that could not be taken: " + e);
        }
    }

    private void broke(String why) {
        if (closed) return;
        closed = true;
        peer.broke(why);
    }

    /** Hands over all frames that are whole; returns how many bytes they took. */
    private int frames(byte[] bytes, int start, int available) {
        int at = start;
        int end = start + available;
        while (end - at >= 4 && !closed) {
            int length = (bytes[at] & 0xff) << 24
                    | (bytes[at + 1] & 0xff) << 16
                    | (bytes[at + 2] & 0xff) << 8
                    | (bytes[at + 3] & 0xff);
            if (length < Frames.HEADER_LENGTH - 4 || length > Frames.MAX_LENGTH_FROM_WORKER)
                throw new Violation("a frame of %d bytes".formatted(length));
            if (end - at - 4 < length) break;
            FrameReader in = new FrameReader(bytes, at + 4, length);
            FrameType type = FrameType.of(in.u8(), FrameType.Sender.WORKER);
            peer.frame(type, in.u32(), in);
            at += 4 + length;
        }
        return at - start;
    }

    private void keep(byte[] bytes, int from, int length) {
        if (length == 0 || closed) {
            if (partial.length > 256 << 10) partial = new byte[16 << 10];
            return;
        }
        if (bytes != partial) room(length);
        System.arraycopy(bytes, from, partial, 0, length);
        partialSize = length;
    }

    /** Bounded: what waits is less than one frame, to which one read comes. */
    private void room(int more) {
        if (partial.length - partialSize >= more) return;
        byte[] larger = new byte[Math.max(partial.length * 2, partialSize + more)];
        System.arraycopy(partial, 0, larger, 0, partialSize);
        partial = larger;
    }
}
