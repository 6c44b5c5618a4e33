package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The example {@code agent} as its client and its model see it: over the worker's socket, with a model that begins and does not end. */
class AgentTest {
    private static final String ENV = """
            {"vars":{"MODEL_URL":"https://model.test/v1","MODEL":"small"},"secrets":{"MODEL_KEY":"sk-for-tests"},"bindings":{}}""";

    @Test
    void clientThatGoesAwayHangsUpOnTheModel() throws Exception {
        try (var isolates = new JavaScriptTests()) {
            var talk = new Talk();
            var invocation = isolates.invoke(
                    "agent",
                    "index.js",
                    new Example(Path.of("examples/agent")).modules(),
                    ENV,
                    "POST",
                    new RequestBody.Whole(bytes("{\"question\":\"Where is order 1001?\"}")),
                    talk);
            assertThat(soon(talk.asked).url()).isEqualTo("https://model.test/v1/chat/completions");
            assertThat(soon(talk.asked).headers()).contains("authorization", "Bearer sk-for-tests");
            assertThat(soon(talk.firstPiece)).isEqualTo("data: {\"text\":\"Well\"}\n\n");
            assertThat(talk.hungUp).isNotDone();

            invocation.clientGone();

            soon(talk.hungUp);
            assertThat(soon(talk.outcome)).isEqualTo(new Outcome.Answered());
        }
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Both ends: a model that says one word and waits, and a client that reads. */
    private static final class Talk implements InvocationClient, InvocationClient.CallBody {
        private final CompletableFuture<Message.Call.Fetch> asked = new CompletableFuture<>();
        private final CompletableFuture<String> firstPiece = new CompletableFuture<>();
        private final CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        @Override
        public void fetch(Message.Call.Fetch fetch, Reply reply) {
            reply.onCallBody(this);
            reply.response(
                    200,
                    "OK",
                    fetch.url(),
                    false,
                    new String[] {"content-type", "text/event-stream"},
                    new BodyComing.Streamed());
            reply.body(bytes("data: {\"choices\":[{\"delta\":{\"content\":\"Well\"}}]}\n\n"));
            asked.complete(fetch);
        }

        @Override
        public void hungUp() {
            hungUp.complete(true);
        }

        @Override
        public void responseBody(byte[] piece) {
            firstPiece.complete(new String(piece, StandardCharsets.UTF_8));
        }

        @Override
        public void ended(Outcome how, Usage usage) {
            outcome.complete(how);
        }

        @Override
        public void call(Message.Call.Method method, Reply reply) {
            reply.refused("not-found", "the agent has no bindings");
        }

        @Override
        public void head(int status, String statusText, String[] headers, BodyComing body) {}

        @Override
        public void responseBodyEnd() {}

        @Override
        public void responseBodyBroken() {}

        @Override
        public void wantsRequestBody(int bytes) {}

        @Override
        public void log(Message.Log line) {}

        @Override
        public void piece(byte[] bytes) {}

        @Override
        public void end() {}

        @Override
        public void broken() {}

        @Override
        public void wants(int bytes) {}
    }
}
