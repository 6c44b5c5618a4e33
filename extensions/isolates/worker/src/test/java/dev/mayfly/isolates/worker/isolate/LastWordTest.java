package dev.mayfly.isolates.worker.isolate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Bounds;
import dev.mayfly.isolates.worker.engine.Deployment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The reader may still hold an isolate that has just ended; the host would take anything more of it for a broken worker. */
class LastWordTest {
    private static final Bounds BOUNDS = new Bounds(10_000, 60_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100);
    private static final int MORE_THAN_THE_CREDIT = 4 * Frames.INITIAL_CREDIT;

    private final BlockingQueue<Message> said = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void nothingIsSaidBehindTheEnd() throws InterruptedException {
        try (var isolates = new Isolates(1)) {
            var isolate = isolates.create(1, invocation(), function(), answers(), ended -> over.countDown());
            isolates.start(isolate);
            await(Message.Call.Fetch.class);
            await(Message.HangUp.class);
            await(Message.Call.Method.class);
            isolate.cancel("");
            assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
            await(Message.Done.class);

            isolate.credit(new Message.Credit(Frames.callBody(1), MORE_THAN_THE_CREDIT));
            isolate.result(
                    new Message.Result.Response(2, 200, "", "http://up.test/", false, new String[0], Body.STREAMED));
            assertThat(said).isEmpty();
        }
    }

    /** Uploads more than it may at once, gives another call up, and then waits for a third. */
    private static Deployment function() {
        var code = """
                export default {
                  async fetch(request, env) {
                    fetch("http://up.test/", {method: "POST", body: new Uint8Array(%d)});
                    const leaving = new AbortController();
                    fetch("http://up.test/", {signal: leaving.signal}).catch(() => {});
                    leaving.abort();
                    await env.STORE.get("key");
                  },
                };
                """.formatted(MORE_THAN_THE_CREDIT);
        var module = new Message.Module("index.js", "esm", code.getBytes(StandardCharsets.UTF_8));
        var env = """
                {"vars":{},"secrets":{},"bindings":{"STORE":{"type":"store","methods":[{"name":"get"}]}}}""";
        return new Deployment(new Message.Deploy(1, "acme", "f", "v1", "index.js", List.of(module), env));
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

    private void await(Class<? extends Message> type) throws InterruptedException {
        while (true) {
            var message = said.poll(60, TimeUnit.SECONDS);
            assertThat(message)
                    .as("what is said until a " + type.getSimpleName())
                    .isNotNull();
            if (type.isInstance(message)) return;
        }
    }
}
