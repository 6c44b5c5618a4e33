package dev.mayfly.bench.hostile;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client that takes its answer as {@link Attack.Client} says, reaches nothing outside, and knows how the invocation ended. */
final class Ended implements InvocationClient {
    private static final int KEPT_MAX = 1_000;

    private final Attack.Client manner;
    private final StringBuilder kept = new StringBuilder();
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    volatile @Nullable Invocation invocation;

    Ended(Attack.Client manner) {
        this.manner = manner;
    }

    /** The end as {@link Attack} names it; {@code lost} and {@code turned away} are none that an attack may come to. */
    static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered() -> "answered";
            case Outcome.Refused refused -> "turned away: " + refused.problem().getMessage();
            case Outcome.Exhausted(String limit, long used, long allowed) -> limit;
            case Outcome.Failed failed -> "error";
            case Outcome.Lost lost -> "lost";
        };
    }

    /** The beginning of the answer. */
    synchronized String answer() {
        return kept.toString();
    }

    @Override
    public void head(int status, String statusText, String[] headers, BodyComing body) {
        if (body instanceof BodyComing.Whole(byte[] bytes)) keep(bytes);
    }

    @Override
    public void responseBody(byte[] piece) {
        keep(piece);
        Invocation to = invocation;
        if (to != null && manner != Attack.Client.neverReads) to.responseConsumed(piece.length);
    }

    private synchronized void keep(byte[] bytes) {
        if (kept.length() < KEPT_MAX)
            kept.append(new String(bytes, 0, Math.min(bytes.length, KEPT_MAX), StandardCharsets.UTF_8));
    }

    @Override
    public void responseBodyEnd() {}

    @Override
    public void responseBodyBroken() {}

    @Override
    public void wantsRequestBody(int bytes) {}

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {
        reply.refused("egress-denied", "there is no outside");
    }

    @Override
    public void call(Message.Call.Method method, Reply reply) {
        reply.refused("unknown-binding", "there are no bindings");
    }

    @Override
    public void log(Message.Log line) {}

    @Override
    public void ended(Outcome outcome, Usage usage) {
        this.outcome.complete(outcome);
    }
}
