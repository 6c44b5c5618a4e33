package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Heads;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Bounds;
import dev.mayfly.isolates.frames.Message.Level;
import dev.mayfly.isolates.guard.GuestStack;
import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.worker.compression.Codecs;
import dev.mayfly.isolates.worker.engine.Deployment;
import dev.mayfly.isolates.worker.engine.GuestContext;
import dev.mayfly.isolates.worker.engine.Json;
import dev.mayfly.isolates.worker.engine.Rejections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * One invocation in a context of its own, as an actor: what happens to it is put into its inbox, and a guest thread comes for a slice
 * of work when there is something. While it waits it holds no thread. Its monitor guards all of its state; guest code never runs
 * while it is held.
 */
public final class Isolate {
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long OBEY_MS = 250;
    private static final long OBEY_AGAIN_MS = 50;
    private static final long OBEY_CPU_NS = TimeUnit.MILLISECONDS.toNanos(400);
    /** Long slices run at the lowest priority: a busy machine may leave them a hundredth of a processor to obey with. */
    private static final long OBEY_AT_LAST_NS = TimeUnit.SECONDS.toNanos(15);

    private static final int LOG_LINE_MAX = 128 << 10;

    private enum Place {
        PARKED,
        READY,
        RUNNING,
        /** The guest is done and gone; its answer is still on its way out. */
        DRAINING,
        OVER
    }

    private final int id;
    private final Message.Invoke invoke;
    private final Deployment deployment;
    private final Answers answers;
    private final Consumer<Isolate> onOver;
    private final Isolates home;
    private final Object lastWord = new Object();
    private final Usage usage = new Usage();
    private final HeapLimit heap;
    private final Streams streams;
    private final Calls calls;
    private final Clock clock;
    final Codecs codecs = new Codecs();

    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private Place place = Place.PARKED;
    private @Nullable GuestContext context;
    private @Nullable Thread inside;
    /** How the guest ended by itself. */
    private @Nullable Ending finished;
    /** How it was ended from outside. */
    private @Nullable Ending killed;

    /** The main module has run to its end. */
    private boolean serving;

    private boolean answered;
    /** Its {@code Done} is in line: behind it, the host takes any message of it for a sign that the worker is broken. */
    private boolean saidDone;

    private boolean aborted;
    private int logged;
    private long received;
    private volatile long progressNs = System.nanoTime();
    /** What it had used when it was given a message: that may use as much as a request. */
    private volatile long usedCpuNs;

    private volatile long usedAllocated;

    Isolate(
            int id,
            Message.Invoke invoke,
            Deployment deployment,
            Answers answers,
            Consumer<Isolate> onOver,
            Isolates home) {
        this.id = id;
        this.invoke = invoke;
        this.deployment = deployment;
        this.answers = answers;
        this.onOver = onOver;
        this.home = home;
        this.heap = new HeapLimit(invoke.bounds().heapBytes());
        this.streams = new Streams(this, invoke.body() instanceof Body.Streamed);
        this.calls = new Calls(this, streams);
        this.clock = new Clock(this, home.timers());
    }

    public int id() {
        return id;
    }

    Bounds bounds() {
        return invoke.bounds();
    }

    String account() {
        return deployment.account();
    }

    /** What has begun and was modest so far goes first. */
    ReadyQueue.Turn turn() {
        boolean prompt = usage.begun() && cpuNs() < ReadyQueue.PROMPT_CPU_NS;
        return prompt ? ReadyQueue.Turn.prompt : ReadyQueue.Turn.inLine;
    }

    void begin() {
        post(this::run);
    }

    // ---- what the host says; called by the reader ----

    public void data(Message.Data data) {
        progress();
        streams.arrive(data);
    }

    public void credit(Message.Credit credit) {
        progress();
        streams.grant(credit);
        concludeIfDrained();
    }

    public void result(Message.Result result) {
        progress();
        calls.result(result);
    }

    /** The client went away. */
    public void abort() {
        synchronized (this) {
            if (aborted) return;
            aborted = true;
            streams.stopResponse();
            post(() -> entry().invokeMember("abort"));
        }
        concludeIfDrained();
    }

    /** Ends it at once. @param limit the limit that the host saw exceeded, or empty */
    public void cancel(String limit) {
        if (limit.isEmpty()) kill(Ending.CANCELLED);
        else if (limit.equals("wall")) kill(Ending.exhausted("wall", wallMs(), bounds().wallMs()));
        else kill(Ending.exhausted(limit, 0, 0));
    }

    // ---- the actor ----

    /** Has a guest thread do something, after all that was posted before. */
    void post(Runnable task) {
        synchronized (this) {
            if (place == Place.DRAINING || place == Place.OVER) return;
            inbox.add(task);
            if (place != Place.PARKED) return;
            place = Place.READY;
        }
        home.watchdog().threads().run(this);
    }

    /** Works through the inbox for a while; on a guest thread. */
    long slice() {
        long spentNs;
        synchronized (this) {
            if (place != Place.READY) return 0;
            place = Place.RUNNING;
            inside = Thread.currentThread();
        }
        usage.open();
        try {
            var guest = enter();
            try {
                GuestStack.use(this::work);
                lookAtHeap(guest);
            } finally {
                leave(guest);
            }
        } catch (PolyglotException e) {
            if (isKilled()) stoppedAt(e);
            else finish(fatal(e));
        } catch (StackOverflowError | OutOfMemoryError e) {
            finish(resources(e instanceof OutOfMemoryError, String.valueOf(e)));
        } catch (RuntimeException | Error e) {
            if (!isKilled()) broken(e);
        } finally {
            spentNs = usage.close();
        }
        settle();
        return spentNs;
    }

    private GuestContext enter() {
        var guest = context;
        if (guest == null) {
            guest = home.open(deployment);
            synchronized (this) {
                context = guest;
            }
        }
        guest.enter();
        return guest;
    }

    private void work() {
        long until = System.nanoTime() + SLICE_NS;
        for (var task = next(until); task != null; task = next(until)) {
            try {
                task.run();
            } catch (PolyglotException e) {
                if (!isThrown(e)) throw e;
                if (!serving && guest().evaluationFailed()) refuse(e);
                else uncaught(e);
            }
        }
    }

    /** Whether the guest threw it, and nothing else happened. */
    private static boolean isThrown(PolyglotException e) {
        return e.isGuestException() && !e.isCancelled() && !e.isResourceExhausted() && !e.isInternalError();
    }

    private void uncaught(PolyglotException e) {
        log(Level.ERROR, "Uncaught " + e.getMessage());
    }

    private synchronized @Nullable Runnable next(long until) {
        if (killed != null || finished != null || System.nanoTime() > until) return null;
        return inbox.poll();
    }

    private static void leave(GuestContext guest) {
        try {
            guest.leave();
        } catch (PolyglotException | IllegalStateException e) {
            // It was killed: there is nothing to leave any more, and why it was killed is known.
        }
    }

    /** Decides what follows a slice. */
    private void settle() {
        Ending end;
        Place next;
        synchronized (this) {
            if (inside != null && killed != null) Poll.clear(inside);
            inside = null;
            if (killed == null && finished == null) finished = overdrawn();
            if (killed == null && finished == null && inbox.isEmpty()) finished = stranded();
            end = killed != null ? killed : finished;
            if (end == null) next = inbox.isEmpty() ? Place.PARKED : Place.READY;
            else next = end.end() == Message.End.OK && streams.responding() ? Place.DRAINING : Place.OVER;
            place = next;
        }
        switch (next) {
            case READY -> {
                answers.flush();
                home.watchdog().threads().run(this);
            }
            case OVER -> {
                conclude(Objects.requireNonNull(end));
                dispose();
            }
            default -> {
                answers.flush();
                if (next == Place.DRAINING) dispose();
            }
        }
    }

    /** An answer that is all out is the end of an isolate whose guest is done. */
    private void concludeIfDrained() {
        synchronized (this) {
            if (place != Place.DRAINING || streams.responding()) return;
            place = Place.OVER;
        }
        conclude(Ending.OK);
    }

    /** Says goodbye: the last message. Exactly one thread comes here, the one that moved it to OVER. */
    private void conclude(Ending end) {
        if (end.end() != Message.End.OK) streams.breakOff();
        send(new Message.Done(
                end.end(),
                end.code(),
                end.used(),
                end.allowed(),
                end.detail(),
                usage.cpuNs(),
                usage.allocated(),
                usage.heapPeak(),
                usage.queuedNs(),
                usage.wallNs()));
        home.watchdog().forget(this);
        onOver.accept(this);
        answers.flush();
        clock.stop();
    }

    /** Drops the context and all in it. */
    private void dispose() {
        GuestContext guest;
        codecs.close();
        synchronized (this) {
            guest = context;
            context = null;
            inbox.clear();
        }
        if (guest == null) return;
        try {
            guest.close();
        } catch (PolyglotException | IllegalStateException e) {
            home.watchdog().tidy(guest::kill);
        }
    }

    // ---- its own end ----

    /** The guest is done, in this way; nothing more of it runs once this slice's task is over. */
    void finish(Ending end) {
        synchronized (this) {
            if (finished == null) finished = end;
        }
    }

    void failed(String code, Value error) {
        var limit = error.hasMembers() && error.hasMember("code") ? error.getMember("code") : null;
        var refused = limit != null && limit.isString() ? calls.refused(limit.asString()) : null;
        finish(refused != null ? refused : Ending.failed(code, guest().detail(error)));
    }

    /** Ends it from inside a host function: the guest gets no further than its next safepoint. */
    void exhaust(String limit, long used, long allowed) {
        kill(Ending.exhausted(limit, used, allowed));
    }

    private Ending fatal(PolyglotException e) {
        if (e.isCancelled()) return Ending.CANCELLED;
        if (e.isResourceExhausted())
            return resources(String.valueOf(e.getMessage()).contains("memory"), e.getMessage());
        System.err.println("mayfly worker: an isolate met an error of the engine: " + e);
        e.printStackTrace();
        return Ending.failed(
                "threw",
                new Json()
                        .with("name", "InternalError")
                        .with("message", "internal error")
                        .toString());
    }

    private Ending resources(boolean memory, @Nullable String message) {
        if (memory)
            return Ending.exhausted("heap", Math.max(usage.allocated(), bounds().heapBytes()), bounds().heapBytes());
        return Ending.failed(
                "threw",
                new Json()
                        .with("name", "RangeError")
                        .with("message", String.valueOf(message))
                        .toString());
    }

    private @Nullable Ending overdrawn() {
        if (cpuNs() > cpuAllowedNs()) return overCpu();
        return allocated() > bounds().allocatedBytes() ? overAllocated() : null;
    }

    /** The end of an isolate that nothing can wake any more. One whose response is open waits for its client to leave. */
    private @Nullable Ending stranded() {
        if (clock.ticking() || calls.underWay() || streams.waiting()) return null;
        if (!answered && !aborted) {
            return Ending.failed(
                    "deadlock",
                    new Json()
                            .with("name", "Error")
                            .with(
                                    "message",
                                    "The function waits for something that can never happen: it gave no response,"
                                            + " and no timer, call or body is under way")
                            .toString());
        }
        return streams.responding() && !aborted ? null : Ending.OK;
    }

    // ---- its limits ----

    /** Called by the watchdog while a thread is inside. */
    void checkRunning() {
        if (cpuNs() > cpuAllowedNs()) kill(overCpu());
        if (allocated() > bounds().allocatedBytes()) kill(overAllocated());
        long grown = grown();
        switch (dueLook(grown)) {
            case NOT_YET -> {}
            case LOOK -> askForLook();
            case OUT_OF_REACH -> {
                if (OldGeneration.filling()) kill(Ending.exhausted("heap", grown, bounds().heapBytes()));
            }
        }
        answers.flushLate();
    }

    /** Called by the watchdog for every isolate alive. */
    void checkWaiting(long nowNs) {
        long allowed = bounds().wallMs();
        if (idlesAtSocket()) progress();
        else if (allowed > 0 && nowNs - progressNs > TimeUnit.MILLISECONDS.toNanos(allowed)) {
            kill(Ending.exhausted("wall", (nowNs - progressNs + 999_999) / 1_000_000, allowed));
        }
    }

    /** How long nobody may say anything over a socket is the host's to bound. */
    private boolean idlesAtSocket() {
        synchronized (this) {
            return place == Place.PARKED && streams.sockets().listening();
        }
    }

    /** Something went in or out. */
    void progress() {
        progressNs = System.nanoTime();
    }

    /** The guest was given so many bytes that another thread allocated: they make a look at its heap due as its own do. */
    void received(int bytes) {
        synchronized (this) {
            received += bytes;
        }
    }

    private synchronized long grown() {
        return usage.allocated() + received;
    }

    private synchronized HeapLimit.Due dueLook(long allocated) {
        return killed == null ? heap.due(allocated, System.nanoTime()) : HeapLimit.Due.NOT_YET;
    }

    private void askForLook() {
        GuestContext guest;
        Thread thread;
        synchronized (this) {
            guest = context;
            thread = inside;
        }
        if (guest == null || thread == null) return;
        try {
            guest.atSafepoint(thread, () -> look(guest));
        } catch (IllegalStateException e) {
            // It has just been closed: there is nothing left to measure.
        }
    }

    /** At the end of a slice, on its thread. What was asked for while the guest ran may not have come about any more. */
    private void lookAtHeap(GuestContext guest) {
        synchronized (this) {
            if (killed != null || finished != null || !heap.owed(grown())) return;
        }
        look(guest);
    }

    private void look(GuestContext guest) {
        long allowed = bounds().heapBytes();
        long empty = home.heapOfEmptyContext();
        var measured = HeapLimit.unbilled(usage, () -> guest.live(allowed + empty));
        long live = Math.max(0, measured.live() - empty) + codecs.bytes();
        usage.heapMeasured(live);
        synchronized (this) {
            heap.looked(grown(), live, measured.cpuNs());
        }
        if (live > allowed) kill(Ending.exhausted("heap", live, allowed));
    }

    /** Since it was given its request, or its last message. */
    private long cpuNs() {
        return usage.cpuNs() - usedCpuNs;
    }

    private long allocated() {
        return usage.allocated() - usedAllocated;
    }

    /** It is given a message: that may use what a request may use. */
    void renew() {
        usedCpuNs = usage.cpuNs();
        usedAllocated = usage.allocated();
    }

    private long cpuAllowedNs() {
        return TimeUnit.MILLISECONDS.toNanos(bounds().cpuMs());
    }

    private Ending overCpu() {
        return Ending.exhausted("cpu", (cpuNs() + 999_999) / 1_000_000, bounds().cpuMs());
    }

    private Ending overAllocated() {
        return Ending.exhausted("allocatedBytes", allocated(), bounds().allocatedBytes());
    }

    // ---- being ended ----

    /** Ends it, whatever it does. One that waits ends here and now; one that runs is driven out by a thread of the watchdog's. */
    void kill(Ending end) {
        boolean waits;
        synchronized (this) {
            if (place == Place.OVER || killed != null) return;
            killed = end;
            waits = place != Place.RUNNING;
            if (waits) place = Place.OVER;
            else if (inside != null) Poll.target(inside);
        }
        if (waits) {
            conclude(end);
            home.watchdog().tidy(this::dispose);
        } else {
            home.watchdog().drive(this::driveOut);
        }
    }

    /** Whether nothing is served, only looked at. */
    boolean inspects() {
        return invoke.purpose() == Message.Purpose.INSPECT;
    }

    /** Whoever deploys it learns where it was. */
    private void stoppedAt(PolyglotException e) {
        if (!inspects()) return;
        var place = guest().stoppedAt(e);
        synchronized (this) {
            if (killed != null && killed.end() == Message.End.EXHAUSTED) killed = killed.at(place);
        }
    }

    private void driveOut() {
        long since = System.nanoTime();
        long cpu = usage.cpuNs();
        home.timers().after(OBEY_MS, () -> reportIfStuck(since, cpu));
        GuestContext guest;
        synchronized (this) {
            guest = context;
        }
        if (guest != null) guest.kill();
    }

    /** A guest that was given time to obey and ran on is stuck; one that got no processor is given more, and costs nobody anything meanwhile. */
    private void reportIfStuck(long sinceNs, long cpuThen) {
        synchronized (this) {
            if (place != Place.RUNNING) return;
        }
        boolean hadTime = usage.cpuNs() - cpuThen > OBEY_CPU_NS || System.nanoTime() - sinceNs > OBEY_AT_LAST_NS;
        if (!hadTime) {
            home.timers().after(OBEY_AGAIN_MS, () -> reportIfStuck(sinceNs, cpuThen));
            return;
        }
        send(new Message.Stuck());
        answers.flush();
    }

    private synchronized boolean isKilled() {
        return killed != null;
    }

    // ---- running the function ----

    private void run() {
        var guest = guest();
        guest.install(new HostFunctions(this, deployment, guest, streams, calls, clock, codecs));
        var rejections = guest.watchRejections();
        Value exports;
        try {
            exports = guest.evaluateMain();
        } catch (PolyglotException e) {
            refuse(e);
            return;
        }
        if (guest.evaluated()) {
            rejections.reportTo(new Reported());
            serve(exports);
            return;
        }
        guest.whenEvaluated((ProxyExecutable) a -> {
            post(() -> {
                rejections.reportTo(new Reported());
                serve(exports);
            });
            return null;
        });
    }

    /** What describing a reason throws stays here: above is the engine, which would take it for an error of its own. */
    private final class Reported implements Rejections.Reporter {
        @Override
        public void rejected(Value promise, Value reason) {
            tell("rejected", promise, reason);
        }

        @Override
        public void handled(Value promise, Value reason) {
            tell("rejectionHandled", promise, reason);
        }

        private void tell(String what, Value promise, Value reason) {
            if (isKilled()) return;
            try {
                entry().invokeMember(what, promise, reason);
            } catch (PolyglotException e) {
                if (!isThrown(e)) throw e;
                uncaught(e);
            }
        }
    }

    private void refuse(PolyglotException e) {
        if (!e.isGuestException() || e.isCancelled() || e.isResourceExhausted()) throw e;
        var refusal = guest().refusal(e);
        finish(Ending.failed(refusal.code(), refusal.detail()));
    }

    private void serve(Value exports) {
        serving = true;
        if (inspects()) {
            var handlers = entry().invokeMember("handlers", exports).asString();
            finish(handlers.contains("[]") ? Ending.failed("no-handler", guest().noHandler()) : Ending.ok(handlers));
            return;
        }
        entry().invokeMember(
                        "fetch",
                        exports,
                        invoke.method(),
                        invoke.url(),
                        String.join("\n", invoke.headers()),
                        HostFunctions.kind(invoke.body()),
                        HostFunctions.buffer(invoke.body()));
    }

    /**
     * The head of the answer, with its body if that is whole.
     *
     * @throws IllegalArgumentException when it cannot be sent: the guest can reach the prelude's state, so that has checked nothing
     */
    void respond(int status, String statusText, String[] headers, Body body) {
        Calls.require(Heads.wrongIn(new Message.Head(status, statusText, headers, body)));
        if (answered) throw new IllegalArgumentException("an invocation has one answer");
        boolean upgrades = status == Heads.SWITCHING;
        if (upgrades && !Heads.asksForSocket(invoke.method(), invoke.headers())) {
            throw new IllegalArgumentException(
                    "The function answered with a WebSocket, but the request has no header \"Upgrade: websocket\"");
        }
        answered = true;
        progress();
        if (upgrades) {
            streams.openSocket(Frames.REQUEST_BODY, Frames.RESPONSE_BODY);
            send(new Message.Head(status, statusText, headers, Body.STREAMED));
            if (aborted) streams.stopResponse();
        } else if (body instanceof Body.Inline(byte[] bytes) && bytes.length > Frames.INLINE_BODY_MAX) {
            startResponse(status, statusText, Lengths.of(headers, bytes.length));
            streams.write(Frames.RESPONSE_BODY, bytes);
            streams.end(Frames.RESPONSE_BODY);
        } else if (body instanceof Body.Streamed) {
            startResponse(status, statusText, headers);
        } else {
            send(new Message.Head(status, statusText, headers, body));
        }
    }

    private void startResponse(int status, String statusText, String[] headers) {
        send(new Message.Head(status, statusText, headers, Body.STREAMED));
        streams.openOut(Frames.RESPONSE_BODY);
        if (aborted) streams.stopResponse();
    }

    /** What a socket says, on its stream. */
    long put(int stream, byte[] frame) {
        return streams.put(stream, frame);
    }

    /** A line of the console. Behind the limit there is one notice, then nothing: loggers are cut, not killed. */
    void log(Level level, String text) {
        int left = bounds().logBytes() - logged;
        if (left < 0) return;
        var line = text.length() <= LOG_LINE_MAX ? text : text.substring(0, LOG_LINE_MAX);
        logged += Math.max(1, line.getBytes(StandardCharsets.UTF_8).length);
        boolean fits = logged <= bounds().logBytes();
        var shown =
                fits ? line : "further lines are dropped: the limit of " + bounds().logBytes() + " bytes is reached";
        send(new Message.Log(fits ? level : Level.WARN, System.currentTimeMillis(), shown));
    }

    /**
     * Tells the host. What goes to clients and upstreams is progress; what is logged is none. What another thread has to say of an
     * isolate that ends meanwhile is dropped.
     */
    void send(Message message) {
        if (message instanceof Message.Data || message instanceof Message.Call) progress();
        boolean much;
        synchronized (lastWord) {
            if (saidDone) return;
            saidDone = message instanceof Message.Done;
            much = answers.send(id, message);
        }
        if (much) answers.flush();
    }

    private Value entry() {
        return guest().entry();
    }

    private GuestContext guest() {
        return Objects.requireNonNull(context, "the context is gone");
    }

    private long wallMs() {
        return TimeUnit.NANOSECONDS.toMillis(usage.wallNs());
    }

    private void broken(Throwable e) {
        System.err.println("mayfly worker: an isolate met an error of the worker: " + e);
        e.printStackTrace();
        finish(Ending.failed(
                "threw",
                new Json()
                        .with("name", "InternalError")
                        .with("message", "internal error")
                        .toString()));
    }
}
