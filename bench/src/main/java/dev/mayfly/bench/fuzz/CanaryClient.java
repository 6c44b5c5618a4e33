package dev.mayfly.bench.fuzz;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Keeps what the canary answered; everything but one whole answer is said instead of it. */
final class CanaryClient implements InvocationClient {
    private final CompletableFuture<String> seen;
    private String answer = "nothing";

    CanaryClient(CompletableFuture<String> seen) {
        this.seen = seen;
    }

    @Override
    public void head(int status, String statusText, String[] headers, BodyComing body) {
        String text = body instanceof BodyComing.Whole(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "a body that is not whole";
        answer = status == 200 ? text : status + " " + text;
    }

    @Override
    public void ended(Outcome outcome, Usage usage) {
        seen.complete(outcome instanceof Outcome.Answered ? answer : outcome.toString());
    }

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {
        answer = "a fetch that it never made";
    }

    @Override
    public void call(Message.Call.Method method, Reply reply) {
        answer = "a call that it never made";
    }

    @Override
    public void log(Message.Log line) {
        answer = "a line that it never wrote: " + line.text();
    }

    @Override
    public void responseBody(byte[] piece) {}

    @Override
    public void responseBodyEnd() {}

    @Override
    public void responseBodyBroken() {}

    @Override
    public void wantsRequestBody(int bytes) {}
}
