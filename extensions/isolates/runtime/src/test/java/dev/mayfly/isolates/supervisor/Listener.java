package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client that keeps all texts that it hears, and answers as chance will have it. */
final class Listener implements InvocationClient {
    private static final Pattern TAG = Pattern.compile("of (\\d+);");

    private final String account;
    private final Random random;
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable Invocation invocation;

    Listener(String account, long seed) {
        this.account = account;
        this.random = new Random(seed);
    }

    void started(Invocation invocation) {
        this.invocation = invocation;
        begun.countDown();
    }

    boolean hasEnded() {
        return !outcomes.isEmpty();
    }

    Outcome outcome() {
        return outcomes.element();
    }

    /** Exactly one end, and nothing behind it. */
    void endedOnce(String description) {
        assertThat(outcomes).as(description).hasSize(1);
        assertThat(heard).as("%s: nothing behind the end", description).doesNotContain("too late");
    }

    /** All that was said was said under one id. */
    void heardOnlyItsOwn(String description) {
        assertThat(heard.stream().flatMap(Listener::tags).distinct())
                .as("%s: %s", description, account)
                .hasSizeLessThanOrEqualTo(1);
    }

    private static java.util.stream.Stream<String> tags(String text) {
        return TAG.matcher(text).results().map(m -> m.group(1));
    }

    private void hear(String text) {
        if (hasEnded()) heard.add("too late");
        heard.add(text);
    }

    private Invocation invocation() {
        try {
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return java.util.Objects.requireNonNull(invocation);
    }

    @Override
    public void head(int status, String statusText, String[] headers, BodyComing body) {
        assertThat(status).isBetween(200, 599);
        assertThat(statusText).doesNotContain("\r", "\n", "\0");
        assertThat(List.of(headers)).allSatisfy(line -> assertThat(line).doesNotContain("\r", "\n", "\0"));
        hear(statusText + List.of(headers));
        if (body instanceof BodyComing.Whole(byte[] bytes)) hear(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void responseBody(byte[] piece) {
        hear(new String(piece, StandardCharsets.UTF_8));
        if (random.nextBoolean()) invocation().responseConsumed(piece.length - random.nextInt(2));
    }

    @Override
    public void responseBodyEnd() {
        hear("end");
    }

    @Override
    public void responseBodyBroken() {
        hear("broken");
    }

    @Override
    public void wantsRequestBody(int bytes) {
        if (bytes > 0) invocation().requestBody(("of " + account).getBytes(StandardCharsets.UTF_8));
        if (random.nextInt(10) == 0) invocation().clientGone();
    }

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {
        hear(fetch.url());
        answer(reply);
    }

    @Override
    public void call(Message.Call.Method method, Reply reply) {
        hear(method.method());
        answer(reply);
    }

    private void answer(Reply reply) {
        switch (random.nextInt(4)) {
            case 0 -> reply.refused("no", "of " + account);
            case 1 -> reply.returned("\"of " + account + "\"");
            case 2 -> {
                reply.response(200, "", "http://a/", false, new String[0], new BodyComing.Streamed());
                reply.body(("of " + account).getBytes(StandardCharsets.UTF_8));
                if (random.nextBoolean()) reply.bodyEnd();
            }
            default -> {}
        }
    }

    @Override
    public void log(Message.Log line) {
        hear(line.text());
    }

    @Override
    public void ended(Outcome outcome, Usage usage) {
        outcomes.add(outcome);
    }
}
