package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.worker.isolate.SteadyThread;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Message PIECE = new Message.Data(1, Message.Then.MORE, new byte[64 << 10]);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger given = new AtomicInteger();
    private final Outbox outbox = new Outbox(new Slow(), Runnable::run, given::incrementAndGet);

    @Test
    void hostThatDoesNotReadIsGivenUpOnce() throws InterruptedException {
        outbox.send(1, new Message.Pong());
        var writer = new Thread(outbox::flush);
        writer.start();
        assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
        int frames = Outbox.WAITING_MAX / (64 << 10) + 10;
        for (int i = 0; i < frames; i++) outbox.send(1, PIECE);
        assertThat(given).hasValue(1);
        opened.countDown();
        writer.join();
        assertThat(writes).hasValue(1);
    }

    @Test
    void framesOfOneTurnAreOneWrite() {
        opened.countDown();
        for (int i = 0; i < 10; i++) outbox.send(i, new Message.Pong());
        outbox.flush();
        outbox.flush();
        assertThat(writes).hasValue(1);
        assertThat(given).hasValue(0);
    }

    @Test
    void anInterruptedGuestThreadStillWritesAndIsInterruptedAfterwards() throws Exception {
        Pipe pipe = Pipe.open();
        try (var in = pipe.source();
                var out = pipe.sink()) {
            var outbox = new Outbox(out, Runnable::run, given::incrementAndGet);
            for (int i = 0; i < 32; i++) outbox.send(1, PIECE);
            var interrupted = new AtomicBoolean();
            var writer = new SteadyThread("writer", 0) {
                @Override
                public void run() {
                    interrupt();
                    outbox.flush();
                    interrupted.set(isInterrupted());
                }
            };
            writer.start();
            long length = 32L * (64 << 10);
            var bytes = ByteBuffer.allocate(1 << 20);
            for (long read = 0; read < length; read += bytes.position()) {
                writer.interrupt();
                assertThat(in.read(bytes.clear())).as("after %d bytes", read).isPositive();
            }
            writer.join(Duration.ofSeconds(60));
            assertThat(interrupted).isTrue();
            assertThat(given).hasValue(0);
            assertThat(out.isOpen()).isTrue();
        }
    }

    /** A host that reads only when it is let. */
    private final class Slow implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            entered.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            writes.incrementAndGet();
            int size = source.remaining();
            source.position(source.limit());
            return size;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
