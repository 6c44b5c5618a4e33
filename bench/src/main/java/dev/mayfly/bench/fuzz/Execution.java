package dev.mayfly.bench.fuzz;

import dev.mayfly.bench.fuzz.Program.Manner;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One invocation of a program and its client; notes everything that no invocation may do. On one context, but for {@link #silentNs}. */
final class Execution implements InvocationClient {
    /** A watchdog looks every few milliseconds, and a busy machine takes its time to carry an order out. */
    static final long CPU_SLACK_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int READ_MAX = 512 << 10;
    private static final int LOG_NOTICE_MAX = 200;
    private static final int PIECE = 16 << 10;
    private static final int PIECES = 20;
    private static final Set<String> LIMITS =
            Set.of("cpu", "wall", "heap", "allocatedBytes", "subrequests", "openStreams", "bufferedBody");
    private static final Set<String> FAILURES = Set.of(
            "threw", "bad-response", "stream-failed", "deadlock", "no-handler", "cancelled", "syntax", "no-module");

    private final Program program;
    private final Limits limits;
    private final Vertx vertx;
    private final Upstreams upstreams;
    private final CompletableFuture<Execution> over = new CompletableFuture<>();
    private final List<String> broken = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private @Nullable Invocation invocation;
    private @Nullable Outcome outcome;
    private @Nullable Usage usage;
    private volatile long heardNs = System.nanoTime();
    private int heads;
    private int status;
    private boolean bodyOpen;
    private boolean left;
    private long read;
    private long logged;
    private int calls;
    private int sent;

    Execution(Program program, Limits limits, Vertx vertx) {
        this.program = program;
        this.limits = limits;
        this.vertx = vertx;
        this.upstreams = new Upstreams(vertx);
    }

    void started(Invocation invocation) {
        this.invocation = invocation;
        if (program.manner() == Manner.leavesAtOnce) vertx.setTimer(5, t -> leave());
    }

    // ---- what came out ----

    CompletableFuture<Execution> over() {
        return over;
    }

    Program program() {
        return program;
    }

    /** What it did that no invocation may do. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** For programs that always give the same: what they gave, unless they were stopped. */
    String answer() {
        return outcome instanceof Outcome.Answered ? status + " " + body.toString(StandardCharsets.UTF_8) : "";
    }

    /** How it ended, in one word or two. */
    String kind() {
        return switch (outcome) {
            case null -> "never";
            case Outcome.Answered() -> left ? "answered, client gone" : "answered";
            case Outcome.Exhausted exhausted -> "exhausted " + exhausted.limit();
            case Outcome.Failed failed -> "failed " + failed.code() + (isSyntax(failed) ? " (syntax)" : "");
            case Outcome.Refused refused -> "refused";
            case Outcome.Lost lost -> "lost";
        };
    }

    private static boolean isSyntax(Outcome.Failed failed) {
        return failed.error().name().equals("SyntaxError");
    }

    Outcome outcome() {
        if (outcome == null) throw new IllegalStateException("it has not ended");
        return outcome;
    }

    long cpuNs() {
        return usage == null ? 0 : usage.cpuNs();
    }

    long silentNs(long nowNs) {
        return nowNs - heardNs;
    }

    /** Nobody waits for its end any more. */
    void giveUp(String why) {
        broken.add(why);
        over.complete(this);
    }

    // ---- what it is told ----

    @Override
    public void head(int status, String statusText, String[] headers, BodyComing coming) {
        heard("head");
        this.status = status;
        if (++heads > 1) broken.add("a second head");
        if (status < 200 || status > 599) broken.add("the status " + status);
        switch (coming) {
            case BodyComing.None() -> {}
            case BodyComing.Whole(byte[] bytes) -> body.writeBytes(bytes);
            case BodyComing.Streamed() -> bodyOpen = true;
        }
        if (program.manner() == Manner.leavesAtHead) leave();
    }

    @Override
    public void responseBody(byte[] piece) {
        heard("body");
        if (!bodyOpen) broken.add("a piece of no body");
        read += piece.length;
        body.writeBytes(piece);
        if (read > READ_MAX) leave();
        else if (program.manner() == Manner.slow) vertx.setTimer(3, t -> consumed(piece.length));
        else consumed(piece.length);
    }

    private void consumed(int bytes) {
        if (invocation != null) invocation.responseConsumed(bytes);
    }

    @Override
    public void responseBodyEnd() {
        heard("end of body");
        if (!bodyOpen) broken.add("the end of no body");
        bodyOpen = false;
    }

    @Override
    public void responseBodyBroken() {
        heard("broken body");
        if (!bodyOpen) broken.add("the break of no body");
        bodyOpen = false;
    }

    @Override
    public void wantsRequestBody(int bytes) {
        heard("appetite");
        if (invocation == null || bytes == 0) return;
        for (int room = bytes; room >= PIECE && sent < PIECES; room -= PIECE) {
            sent++;
            invocation.requestBody(new byte[PIECE]);
        }
        if (sent < PIECES) return;
        switch (program.sent()) {
            case streamed -> invocation.requestBodyEnd();
            case broken -> invocation.requestBodyBroken();
            case none, small, large, unfinished -> {}
        }
    }

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {
        heard("fetch");
        counted();
        upstreams.fetch(fetch, reply);
    }

    @Override
    public void call(Message.Call.Method method, Reply reply) {
        heard("call");
        counted();
        upstreams.call(method, reply);
    }

    private void counted() {
        if (++calls == limits.subrequests() + 1) broken.add("more calls than its limit");
    }

    @Override
    public void log(Message.Log line) {
        heard("log");
        logged += line.text().length();
    }

    @Override
    public void ended(Outcome outcome, Usage usage) {
        heard("second end");
        this.outcome = outcome;
        this.usage = usage;
        judge(outcome, usage);
        over.complete(this);
    }

    private void heard(String what) {
        heardNs = System.nanoTime();
        if (outcome != null) broken.add("a " + what + " behind the end");
    }

    private void leave() {
        if (left || outcome != null) return;
        left = true;
        if (invocation != null) invocation.clientGone();
    }

    // ---- what it may not do ----

    private void judge(Outcome outcome, Usage usage) {
        if (usage.cpuNs() > TimeUnit.MILLISECONDS.toNanos(limits.cpuMs()) + CPU_SLACK_NS)
            broken.add("%d ms of CPU, of %d".formatted(usage.cpuNs() / 1_000_000, limits.cpuMs()));
        if (usage.cpuNs() < 0 || usage.allocatedBytes() < 0 || usage.wallNs() < 0)
            broken.add("a use of less than nothing");
        if (logged > limits.logBytes() + LOG_NOTICE_MAX) broken.add(logged + " characters of log");
        switch (outcome) {
            case Outcome.Answered() -> {
                if (!left && (heads != 1 || bodyOpen)) broken.add("answered without a whole answer");
            }
            case Outcome.Exhausted exhausted -> {
                if (!LIMITS.contains(exhausted.limit())) broken.add("exhausted the unknown " + exhausted.limit());
            }
            case Outcome.Failed failed -> {
                if (!FAILURES.contains(failed.code())) broken.add("failed with the unknown code " + failed.code());
                if (failed.error().name().equals("InternalError")) broken.add("InternalError");
            }
            case Outcome.Refused refused ->
                broken.add("refused: " + refused.problem().detail());
            case Outcome.Lost lost -> {}
        }
    }
}
