package dev.mayfly.isolates.worker;

import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.worker.isolate.Answers;
import dev.mayfly.isolates.worker.isolate.SteadyThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way to the host. Threads only append; one of them at a time writes what all have appended meanwhile, so that many
 * frames cost one system call. A host that does not read is given up when too much waits for it.
 */
final class Outbox implements Answers {
    static final int WAITING_MAX = 64 << 20;
    private static final int FLUSH_FROM = 64 << 10;
    private static final int BUFFER = 256 << 10;

    private final WritableByteChannel channel;
    private final Executor aside;
    private final Runnable onBroken;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private FrameWriter waiting = new FrameWriter(BUFFER / 4);
    private FrameWriter spare = new FrameWriter(BUFFER / 4);
    private boolean writing;
    private boolean broken;

    /**
     * @param aside runs a write that its caller must not wait for
     * @param onBroken told once when the host cannot be reached any more
     */
    Outbox(WritableByteChannel channel, Executor aside, Runnable onBroken) {
        this.channel = channel;
        this.aside = aside;
        this.onBroken = onBroken;
    }

    @Override
    public synchronized boolean send(int id, Message message) {
        if (broken) return false;
        if (waiting.size() > WAITING_MAX) {
            giveUp();
            return false;
        }
        message.write(waiting, id);
        return waiting.size() > FLUSH_FROM && !writing;
    }

    @Override
    public void flush() {
        synchronized (this) {
            if (writing || broken || waiting.size() == 0) return;
            writing = true;
        }
        try {
            SteadyThread.steadily(this::writeAll);
        } catch (IOException e) {
            synchronized (this) {
                giveUp();
            }
        }
    }

    @Override
    public void flushLate() {
        synchronized (this) {
            if (writing || broken || waiting.size() == 0) return;
        }
        aside.execute(this::flush);
    }

    private void writeAll() throws IOException {
        for (var full = take(); full != null; full = take()) write(full);
    }

    /** What waits, swapped for the empty one; null when nothing does, and then nobody writes any more. */
    private synchronized @Nullable FrameWriter take() {
        spare.clear();
        if (waiting.size() == 0) {
            writing = false;
            return null;
        }
        var full = waiting;
        waiting = spare;
        spare = full;
        return full;
    }

    private void write(FrameWriter full) throws IOException {
        int at = 0;
        while (at < full.size()) {
            int part = Math.min(direct.capacity(), full.size() - at);
            direct.clear().put(full.array(), at, part).flip();
            while (direct.hasRemaining()) channel.write(direct);
            at += part;
        }
    }

    private void giveUp() {
        if (broken) return;
        broken = true;
        waiting.clear();
        onBroken.run();
    }
}
