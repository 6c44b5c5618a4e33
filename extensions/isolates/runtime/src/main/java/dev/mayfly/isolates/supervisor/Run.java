package dev.mayfly.isolates.supervisor;

import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationClient.Usage;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.BrokenSocket;
import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Heads;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Purpose;
import dev.mayfly.isolates.frames.Message.Then;
import dev.mayfly.isolates.frames.SocketReader;
import dev.mayfly.isolates.frames.SocketReader.Masks;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One invocation from its request to its end, over as many as two workers. Checks the order and the numbers of all that a worker
 * says about it. Lives on the supervisor's loop, except for the methods of {@link IsolateHost.Invocation}.
 */
final class Run implements IsolateHost.Invocation {
    private static final Set<String> LIMITS =
            Set.of("cpu", "wall", "heap", "allocatedBytes", "logs", "subrequests", "openStreams", "bufferedBody");

    /** A worker says that it cut the console off; that line may come on top. */
    private static final int LOG_SLACK = 16 << 10;

    private final Supervisor supervisor;
    private final Context clientContext;
    private final InvocationRequest request;
    private final Purpose purpose;
    private final InvocationClient client;
    private final long createdNs = System.nanoTime();

    // The attempt that is under way.
    private @Nullable Worker worker;
    private @Nullable WorkerLink link;
    private int id;
    private int attempt;
    private long startedNs;
    private long progressNs;
    private boolean effects;
    private boolean answering;
    private @Nullable InStream responseBody;
    private @Nullable OutStream requestBody;
    private final List<CallExchange> calls = new ArrayList<>(0);
    private int openStreams;
    private int sockets;
    private @Nullable SocketReader saidOverSocket;
    private long logged;
    private long cancelledNs;
    private String cancelledFor = "";

    private long freeNs;
    private boolean gone;
    private boolean ended;

    Run(
            Supervisor supervisor,
            Context clientContext,
            InvocationRequest request,
            Purpose purpose,
            InvocationClient client) {
        this.supervisor = supervisor;
        this.clientContext = clientContext;
        this.request = request;
        this.purpose = purpose;
        this.client = client;
    }

    // ---- what the supervisor does with it ----

    /** Starts it, or starts it again, on a worker that has room. */
    void startOn(Worker worker, WorkerLink link, int id, int deployment) {
        this.worker = worker;
        this.link = link;
        this.id = id;
        attempt++;
        startedNs = System.nanoTime();
        progressNs = startedNs;
        logged = 0;
        saidOverSocket = null;
        Body body = bodyInFrame();
        link.send(
                id,
                new Message.Invoke(
                        deployment,
                        purpose,
                        bounds(request.limits()),
                        request.traceparent(),
                        request.method(),
                        request.url(),
                        request.headers().toArray(String[]::new),
                        body));
        requestBody = body instanceof Body.Streamed ? new OutStream(Frames.REQUEST_BODY) : null;
        if (requestBody == null) return;
        if (request.body() instanceof RequestBody.Whole(byte[] bytes)) requestBody.whole(link, id, bytes);
        else tell(() -> client.wantsRequestBody(Frames.INITIAL_CREDIT));
    }

    private Body bodyInFrame() {
        return switch (request.body()) {
            case RequestBody.None() -> Body.NONE;
            case RequestBody.Whole(byte[] bytes) ->
                bytes.length <= Frames.INLINE_BODY_MAX ? new Body.Inline(bytes) : Body.STREAMED;
            case RequestBody.Streamed() -> Body.STREAMED;
        };
    }

    private static Message.Bounds bounds(Limits limits) {
        return new Message.Bounds(
                limits.cpuMs(),
                limits.wallMs(),
                limits.heapBytes(),
                limits.allocatedBytes(),
                limits.bufferedBodyBytes(),
                limits.logBytes(),
                limits.subrequests(),
                limits.openStreams());
    }

    /** Whether another worker may run it from the start: nobody saw anything of it, and it has not had its second try. */
    boolean mayStartAgain() {
        return !effects && attempt < 2 && !gone && !(request.body() instanceof RequestBody.Streamed);
    }

    /** Its worker is given up; nothing that comes from there counts any more. */
    void detach() {
        link = null;
        worker = null;
        requestBody = null;
    }

    /** Ends it by the host's own judgement. */
    void end(Outcome outcome) {
        long wall = startedNs == 0 ? 0 : System.nanoTime() - startedNs;
        end(outcome, new Usage(0, 0, 0, wall, waitedNs(), attempt, workerName()));
    }

    private void end(Outcome outcome, Usage usage) {
        if (ended) return;
        ended = true;
        calls.forEach(CallExchange::drop);
        boolean brokenOff = responseBody != null && responseBody.open();
        tell(() -> {
            if (brokenOff) client.responseBodyBroken();
            client.ended(outcome, usage);
        });
        link = null;
    }

    /** Looks after its clocks. Returns whether its worker failed to obey and should be condemned for it. */
    boolean disobeys(long nowNs, long wallGraceNs, long afterAnswerNs, long obeyNs) {
        WorkerLink to = link;
        if (to == null || ended) return false;
        if (cancelledNs != 0) return nowNs - cancelledNs > obeyNs;
        // How long nobody says anything over a socket is its client's to bound.
        if (sockets > 0) progressNs = nowNs;
        if (nowNs - progressNs > TimeUnit.MILLISECONDS.toNanos(request.limits().wallMs()) + wallGraceNs)
            cancel(to, "wall", nowNs);
        else if (freeNs != 0 && nowNs - freeNs > afterAnswerNs) cancel(to, "", nowNs);
        return false;
    }

    private void cancel(WorkerLink to, String limit, long nowNs) {
        cancelledFor = limit;
        cancelledNs = nowNs;
        to.send(id, new Message.Cancel(limit));
    }

    /** What it ends as when it did not obey. */
    Outcome stuck() {
        Limits limits = request.limits();
        return cancelledFor.equals("wall")
                ? new Outcome.Exhausted("wall", limits.wallMs(), limits.wallMs())
                : new Outcome.Exhausted("cpu", limits.cpuMs(), limits.cpuMs());
    }

    // ---- what its worker says ----

    void frame(FrameType type, FrameReader in) {
        switch (Message.read(type, in)) {
            case Message.Head head -> head(head);
            case Message.Data data -> data(data);
            case Message.Credit credit -> credit(credit);
            case Message.Call call -> call(call);
            case Message.HangUp hangUp -> hangUp(call(hangUp.call()));
            case Message.Log line -> log(line);
            case Message.Done done -> done(done);
            default -> throw new Violation(type + " does not belong to an invocation");
        }
    }

    private void head(Message.Head head) {
        Violation.when(answering || purpose != Purpose.FETCH, "an answer that was not asked for");
        sound(Heads.wrongIn(head));
        if (head.status() == Heads.SWITCHING) upgraded();
        progress();
        effects = true;
        answering = true;
        BodyComing coming = coming(head.body());
        if (coming instanceof BodyComing.Streamed) {
            streamOpened();
            responseBody = new InStream(Frames.RESPONSE_BODY);
        } else {
            freeNs = progressNs;
        }
        tell(() -> client.head(head.status(), head.statusText(), head.headers(), coming));
        if (saidOverSocket != null) tell(() -> client.wantsRequestBody(Frames.INITIAL_CREDIT));
    }

    /** Both bodies are messages from now on. */
    private void upgraded() {
        Violation.when(!request.asksForSocket(), "a socket that was not asked for");
        saidOverSocket = new SocketReader(Masks.FORBIDDEN);
        requestBody = new OutStream(Frames.REQUEST_BODY);
        socketOpened();
    }

    private static void sound(Optional<String> wrong) {
        Violation.when(wrong.isPresent(), wrong.orElse(""));
    }

    private static BodyComing coming(Body body) {
        return switch (body) {
            case Body.None() -> new BodyComing.None();
            case Body.Inline(byte[] bytes) -> {
                Violation.when(bytes.length > Frames.INLINE_BODY_MAX, "a body too large for its frame");
                yield new BodyComing.Whole(bytes);
            }
            case Body.Streamed() -> new BodyComing.Streamed();
        };
    }

    private void data(Message.Data data) {
        progress();
        int stream = data.stream();
        if (stream != Frames.RESPONSE_BODY) {
            Violation.when(stream <= 0 || stream % 2 != 0, "bytes of a stream that is not the function's: " + stream);
            call(stream / 2).bodyPiece(data);
            return;
        }
        InStream body = responseBody;
        if (body == null) throw new Violation("bytes of an answer before its head");
        body.take(data);
        soundOverSocket(saidOverSocket, data);
        if (data.then() != Then.MORE) {
            streamClosed();
            if (saidOverSocket != null) socketClosed();
            freeNs = progressNs;
        }
        if (gone) return;
        tell(() -> {
            if (data.bytes().length > 0) client.responseBody(data.bytes());
            if (data.then() == Then.END) client.responseBodyEnd();
            if (data.then() == Then.BROKEN) client.responseBodyBroken();
        });
    }

    /** A worker makes frames itself, so all that stands in a socket's stream is sound. @param said null: the stream is none of a socket */
    static void soundOverSocket(@Nullable SocketReader said, Message.Data data) {
        if (said == null) return;
        Violation.when(said.closed() && data.bytes().length > 0, "words behind the last");
        try {
            said.read(data.bytes(), SocketCheck.DEAF);
        } catch (BrokenSocket e) {
            throw new Violation("over a socket: " + e.getMessage());
        }
    }

    private void credit(Message.Credit credit) {
        progress();
        WorkerLink to = link;
        if (to == null) return;
        int stream = credit.stream();
        if (stream != Frames.REQUEST_BODY) {
            Violation.when(stream <= 2 || stream % 2 == 0, "credit for a stream that is not the host's: " + stream);
            call(stream / 2).granted(to, id, credit.bytes());
            return;
        }
        OutStream body = requestBody;
        if (body == null) throw new Violation("credit for a request without a body");
        if (body.closed()) return;
        body.granted(to, id, credit.bytes());
        boolean flows = request.body() instanceof RequestBody.Streamed || saidOverSocket != null;
        if (flows) tell(() -> client.wantsRequestBody(credit.bytes()));
    }

    private void call(Message.Call call) {
        Violation.when(call.call() != calls.size() + 1, "call %d after %d".formatted(call.call(), calls.size()));
        Violation.when(call.call() > request.limits().subrequests(), "more calls than the limit");
        sound(Heads.wrongIn(call));
        progress();
        effects = true;
        if (call instanceof Message.Call.Fetch fetch) {
            Violation.when(
                    fetch.body() instanceof Body.Inline(byte[] bytes) && bytes.length > Frames.INLINE_BODY_MAX,
                    "a body too large for its frame");
        }
        CallExchange exchange = new CallExchange(this, call);
        calls.add(exchange);
        if (exchange.hasStreamedBody()) streamOpened();
        tell(() -> {
            switch (call) {
                case Message.Call.Fetch fetch -> client.fetch(fetch, exchange);
                case Message.Call.Method method -> client.call(method, exchange);
            }
        });
    }

    private void hangUp(CallExchange call) {
        WorkerLink to = link;
        if (to != null) call.hangUp(to, id);
    }

    private CallExchange call(int number) {
        Violation.when(number < 1 || number > calls.size(), "no call has the number " + number);
        return calls.get(number - 1);
    }

    private void log(Message.Log line) {
        logged += Math.max(1, line.text().length());
        Violation.when(logged > request.limits().logBytes() + LOG_SLACK, "more lines than the limit");
        tell(() -> client.log(line));
    }

    private void done(Message.Done done) {
        Violation.when(
                (done.used() | done.allowed() | done.cpuNs() | done.allocatedBytes() | done.heapPeakBytes()) < 0
                        || (done.queuedNs() | done.wallNs()) < 0,
                "a use of less than nothing");
        Outcome outcome = outcome(done);
        Usage usage = new Usage(
                done.cpuNs(),
                done.allocatedBytes(),
                done.heapPeakBytes(),
                done.wallNs(),
                waitedNs() + done.queuedNs(),
                attempt,
                workerName());
        Worker at = worker;
        if (at != null) supervisor.finished(at, this, done);
        end(outcome, usage);
    }

    private Outcome outcome(Message.Done done) {
        return switch (done.end()) {
            case OK -> {
                boolean whole = answering && (responseBody == null || !responseBody.open());
                Violation.when(purpose == Purpose.FETCH && !whole && !gone, "the end of an answer that is not whole");
                if (client instanceof Inspection inspection) inspection.found(Details.handlers(done.detail()));
                yield new Outcome.Answered();
            }
            case FAILED -> {
                Violation.when(!Heads.isToken(done.code()), "a failure without a code");
                yield new Outcome.Failed(done.code(), Details.error(done.detail()));
            }
            case EXHAUSTED -> {
                Violation.when(!LIMITS.contains(done.code()), "no limit has the name that was given");
                if (client instanceof Inspection inspection) inspection.stopped(Details.error(done.detail()));
                yield new Outcome.Exhausted(done.code(), done.used(), done.allowed());
            }
            case CANCELLED -> {
                Violation.when(cancelledNs == 0, "cancelled by nobody");
                if (cancelledFor.equals("wall")) yield stuck();
                yield answering ? new Outcome.Answered() : new Outcome.Failed("cancelled", Details.CANCELLED);
            }
        };
    }

    // ---- what its client says, on any thread ----

    @Override
    public void requestBody(byte[] piece) {
        requestStream((to, body) -> body.piece(to, id, piece));
    }

    @Override
    public void requestBodyEnd() {
        requestStream((to, body) -> body.finish(to, id, Then.END));
    }

    @Override
    public void requestBodyBroken() {
        requestStream((to, body) -> body.finish(to, id, Then.BROKEN));
    }

    private interface StreamUse {
        void on(WorkerLink to, OutStream body);
    }

    private void requestStream(StreamUse use) {
        supervisor.onLoop(() -> {
            WorkerLink to = link;
            OutStream body = requestBody;
            if (to == null || body == null || ended) return;
            progress();
            use.on(to, body);
        });
    }

    @Override
    public void responseConsumed(int bytes) {
        supervisor.onLoop(() -> {
            WorkerLink to = link;
            InStream body = responseBody;
            if (to == null || body == null || ended) return;
            progress();
            body.consumed(to, id, bytes);
        });
    }

    @Override
    public void clientGone() {
        supervisor.onLoop(() -> {
            if (gone || ended) return;
            gone = true;
            if (freeNs == 0) freeNs = System.nanoTime();
            WorkerLink to = link;
            if (to != null) to.send(id, new Message.Abort());
            else supervisor.leftQueue(this);
        });
    }

    // ---- shared with its calls ----

    /** Does something for a call of this attempt, when that is still under way. */
    void onLoop(int ofAttempt, Consumer<WorkerLink> what) {
        supervisor.onLoop(() -> {
            WorkerLink to = link;
            if (to == null || ended || attempt != ofAttempt) return;
            progress();
            what.accept(to);
        });
    }

    void tell(Runnable callback) {
        clientContext.runOnContext(v -> callback.run());
    }

    void streamOpened() {
        Violation.when(++openStreams > request.limits().openStreams() + 1, "more open streams than the limit");
    }

    void streamClosed() {
        openStreams--;
    }

    void socketOpened() {
        sockets++;
    }

    /** The function has said its last word over it: from now on it makes progress like others. */
    void socketClosed() {
        sockets--;
        progress();
    }

    int id() {
        return id;
    }

    int attempt() {
        return attempt;
    }

    // ---- what the supervisor asks ----

    InvocationRequest request() {
        return request;
    }

    String account() {
        return request.version().account();
    }

    boolean over() {
        return ended;
    }

    /** Whether it could be replayed to warm a worker: nothing but its head went in, and nothing but its answer came out. */
    boolean isShape() {
        return purpose == Purpose.FETCH
                && calls.isEmpty()
                && request.body() instanceof RequestBody.None
                && !request.asksForSocket()
                && (request.method().equals("GET") || request.method().equals("HEAD"));
    }

    boolean called() {
        return !calls.isEmpty();
    }

    long createdNs() {
        return createdNs;
    }

    private long waitedNs() {
        return (startedNs == 0 ? System.nanoTime() : startedNs) - createdNs;
    }

    private String workerName() {
        Worker at = worker;
        return at == null ? "" : at.name();
    }

    private void progress() {
        progressNs = System.nanoTime();
    }
}
