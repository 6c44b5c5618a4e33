package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it is told. */
final class RecordingClient implements InvocationClient {
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    volatile Usage usage;
    volatile int responseBytes;
    volatile int wanted;
    volatile CallBody callBody;

    Outcome outcome() {
        try {
            return outcome.get(15, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no outcome", e);
        }
    }

    String told() {
        try {
            String next = told.poll(10, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("nothing was told");
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Reply reply() {
        try {
            Reply next = replies.poll(10, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("no call came");
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void head(int status, String statusText, String[] headers, BodyComing body) {
        told.add("head " + status);
    }

    @Override
    public void responseBody(byte[] piece) {
        responseBytes += piece.length;
        told.add("piece " + piece.length);
    }

    @Override
    public void responseBodyEnd() {
        told.add("end");
    }

    @Override
    public void responseBodyBroken() {
        told.add("broken");
    }

    @Override
    public void wantsRequestBody(int bytes) {
        wanted += bytes;
        told.add("wants " + bytes);
    }

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {
        if (callBody != null) reply.onCallBody(callBody);
        told.add("fetch " + fetch.url());
        replies.add(reply);
    }

    @Override
    public void call(Message.Call.Method method, Reply reply) {
        told.add("call " + method.method());
        replies.add(reply);
    }

    @Override
    public void log(Message.Log line) {
        told.add("log " + line.text());
    }

    @Override
    public void ended(Outcome outcome, Usage usage) {
        this.usage = usage;
        told.add("ended");
        if (!this.outcome.complete(outcome)) told.add("ended twice");
    }
}
