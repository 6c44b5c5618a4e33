package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.End;
import dev.mayfly.isolates.process.Launcher;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A worker's end of the socket in the hands of a test. It answers PING by itself, unless told to be silent. */
final class FakeWorker implements Launcher.Running {
    final Launcher.Launch launch;
    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    final CountDownLatch killed = new CountDownLatch(1);
    volatile boolean answersPings = true;
    volatile boolean owesPong;
    volatile boolean raised;
    private final Consumer<String> exited;
    private volatile SocketChannel channel;

    FakeWorker(Launcher.Launch launch, Consumer<String> exited) {
        this.launch = launch;
        this.exited = exited;
    }

    record Received(FrameType type, int id, Message message) {}

    synchronized FakeWorker connect() {
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(launch.socket()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::read);
        return this;
    }

    FakeWorker hello() {
        connect();
        return send(0, new Message.Hello(Frames.PROTOCOL, 1, "fake", true));
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(Channels.newInputStream(channel))) {
            while (true) {
                byte[] frame = in.readNBytes(in.readInt());
                FrameReader reader = new FrameReader(frame, 0, frame.length);
                FrameType type = FrameType.of(reader.u8(), FrameType.Sender.HOST);
                int id = reader.u32();
                Message message = Message.read(type, reader);
                if (message instanceof Message.Ping) {
                    if (answersPings) send(0, new Message.Pong());
                    else owesPong = true;
                } else {
                    received.add(new Received(type, id, message));
                }
            }
        } catch (IOException | UncheckedIOException ended) {
            killed.countDown();
        }
    }

    FakeWorker send(int id, Message message) {
        FrameWriter out = new FrameWriter(256);
        message.write(out, id);
        return raw(out.toBytes());
    }

    synchronized FakeWorker raw(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Received next() {
        try {
            Received next = received.poll(10, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("the host said nothing");
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next frame of this type; deployments and the like in between are passed over. */
    Received next(FrameType type) {
        Received next = next();
        while (next.type() != type) next = next();
        return next;
    }

    /** The id of the invocation that is started next. */
    int invoked() {
        return next(FrameType.INVOKE).id();
    }

    FakeWorker answer(int id) {
        send(id, new Message.Head(200, "", new String[0], Body.NONE));
        return done(id);
    }

    FakeWorker done(int id) {
        return send(id, done(End.OK, ""));
    }

    FakeWorker exhaust(int id, String limit) {
        return send(id, done(End.EXHAUSTED, limit));
    }

    static Message.Done done(End end, String code) {
        return new Message.Done(end, code, 7, 5, "", 1_000_000, 2_000, 3_000, 10, 2_000_000);
    }

    /** The end of the process, as by kill -9. */
    void die() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean wasKilled() {
        try {
            return killed.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public long pid() {
        return 1;
    }

    /** Waits for nobody: who writes meanwhile gets an exception. */
    @Override
    public void kill() {
        if (channel != null) die();
        killed.countDown();
        Thread.ofVirtual().start(() -> exited.accept("killed"));
    }

    @Override
    public void raisePriority() {
        raised = true;
    }
}
