package dev.mayfly.isolates.worker.isolate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Bounds;
import dev.mayfly.isolates.worker.engine.Deployment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However an isolate ends, what it compresses with is freed then, and not when a collector comes by. */
class CodecsEndTest {
    private static final Bounds BOUNDS = new Bounds(300, 60_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100);

    private final BlockingQueue<Message> said = new LinkedBlockingQueue<>();

    @Test
    void endsByItself() throws InterruptedException {
        freedAfter("return new Response('done');", false);
    }

    @Test
    void isCancelledWhileItWaits() throws InterruptedException {
        freedAfter("await new Promise((resolve) => setTimeout(resolve, 60000));", true);
    }

    @Test
    void isStoppedWhileItCompresses() throws InterruptedException {
        freedAfter("""
                const writer = packing.writable.getWriter(), chunk = new Uint8Array(1 << 20);
                (async () => { for await (const piece of packing.readable); })();
                for (;;) await writer.write(chunk);""", false);
    }

    private void freedAfter(String rest, boolean cancel) throws InterruptedException {
        try (var isolates = new Isolates(1)) {
            var isolate = isolates.create(1, invocation(), function(rest), answers(), ended -> {});
            isolates.start(isolate);
            assertThat(next(Message.Log.class).text()).isEqualTo("open");
            if (cancel) {
                assertThat(isolate.codecs.bytes()).isGreaterThan(300_000);
                isolate.cancel("");
            }
            next(Message.Done.class);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!isolate.codecs.isClosed() && System.nanoTime() < until) Thread.onSpinWait();
            assertThat(isolate.codecs.isClosed()).isTrue();
            assertThat(isolate.codecs.bytes()).isZero();
        }
    }

    private static Deployment function(String rest) {
        var code = """
                export default {
                  async fetch() {
                    const packing = new CompressionStream("gzip"), unpacking = new DecompressionStream("gzip");
                    console.log("open");
                    %s
                  },
                };
                """.formatted(rest);
        var module = new Message.Module("index.js", "esm", code.getBytes(StandardCharsets.UTF_8));
        return new Deployment(new Message.Deploy(
                1, "acme", "f", "v1", "index.js", List.of(module), "{\"vars\":{},\"secrets\":{},\"bindings\":{}}"));
    }

    private static Message.Invoke invocation() {
        return new Message.Invoke(
                1, Message.Purpose.FETCH, BOUNDS, "", "GET", "http://f.test/", new String[0], Body.NONE);
    }

    private Answers answers() {
        return new Answers() {
            @Override
            public boolean send(int id, Message message) {
                return !said.add(message);
            }

            @Override
            public void flush() {}

            @Override
            public void flushLate() {}
        };
    }

    private <T extends Message> T next(Class<T> type) throws InterruptedException {
        while (true) {
            var message = said.poll(60, TimeUnit.SECONDS);
            assertThat(message).as("a " + type.getSimpleName()).isNotNull();
            if (type.isInstance(message)) return type.cast(message);
        }
    }
}
