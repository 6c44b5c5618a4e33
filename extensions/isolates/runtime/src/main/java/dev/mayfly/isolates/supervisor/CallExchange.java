package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationClient.CallBody;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Heads;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Result;
import dev.mayfly.isolates.frames.Message.Then;
import dev.mayfly.isolates.frames.SocketReader;
import dev.mayfly.isolates.frames.SocketReader.Masks;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call out of an isolate, from its frame to the last byte of its answer. */
final class CallExchange implements Reply {
    private static final CallBody DEAF = new CallBody() {
        @Override
        public void piece(byte[] bytes) {}

        @Override
        public void end() {}

        @Override
        public void broken() {}

        @Override
        public void wants(int bytes) {}

        @Override
        public void hungUp() {}
    };

    private final Run run;
    private final int attempt;
    private final int call;
    private final boolean mayBecomeSocket;
    private @Nullable InStream requestBody;
    private @Nullable OutStream answerBody;
    private @Nullable SocketReader saidOverSocket;
    private boolean answered;
    private boolean hungUp;

    /** Only the client's context sets and reads it. */
    private CallBody handler = DEAF;

    CallExchange(Run run, Message.Call call) {
        this.run = run;
        this.attempt = run.attempt();
        this.call = call.call();
        this.mayBecomeSocket = call instanceof Message.Call.Fetch asked
                && asked.body() instanceof Body.None
                && Heads.asksForSocket(asked.method(), asked.headers());
        this.requestBody = call instanceof Message.Call.Fetch fetch && fetch.body() instanceof Body.Streamed
                ? new InStream(Frames.callBody(call.call()))
                : null;
    }

    // ---- from the worker ----

    void bodyPiece(Message.Data data) {
        if (requestBody == null) throw new Violation("a body for a call that has none");
        if (requestBody.take(data)) streamClosed();
        if (!requestBody.stopped()) Run.soundOverSocket(saidOverSocket, data);
        if (hungUp) return;
        byte[] bytes = data.bytes();
        Then then = data.then();
        run.tell(() -> {
            if (bytes.length > 0) handler.piece(bytes);
            if (then == Then.END) handler.end();
            if (then == Then.BROKEN) handler.broken();
        });
    }

    void granted(WorkerLink link, int id, int bytes) {
        OutStream body = answerBody;
        if (body == null) throw new Violation("credit for an answer that has no body");
        if (body.closed()) return;
        body.granted(link, id, bytes);
        run.tell(() -> handler.wants(bytes));
    }

    /** The function may say it more than once: when it gave up, and again when an answer comes all the same. */
    void hangUp(WorkerLink link, int id) {
        if (hungUp) return;
        hungUp = true;
        stopBody(link, id);
        run.tell(() -> handler.hungUp());
    }

    private void stopBody(WorkerLink link, int id) {
        if (requestBody != null && requestBody.stop(link, id)) streamClosed();
    }

    private void streamClosed() {
        if (saidOverSocket == null) run.streamClosed();
        else run.socketClosed();
    }

    /** The invocation is over: whoever works for this call may stop. */
    void drop() {
        if (!hungUp) run.tell(() -> handler.hungUp());
        hungUp = true;
    }

    boolean hasStreamedBody() {
        return requestBody != null;
    }

    // ---- from the client, on any thread ----

    @Override
    public void refused(String code, String message) {
        answer(link -> {
            link.send(run.id(), new Result.Refused(call, code, message));
            stopBody(link, run.id());
        });
    }

    @Override
    public void returned(String json) {
        answer(link -> link.send(run.id(), new Result.Returned(call, json)));
    }

    @Override
    public void response(
            int status, String statusText, String url, boolean redirected, String[] headers, BodyComing body) {
        answer(link -> {
            Body way = inFrame(body);
            if (status == Heads.SWITCHING) upgraded(way);
            link.send(run.id(), new Result.Response(call, status, statusText, url, redirected, headers, way));
            if (!(way instanceof Body.Streamed)) return;
            OutStream stream = new OutStream(Frames.resultBody(call));
            answerBody = stream;
            if (body instanceof BodyComing.Whole(byte[] bytes)) stream.whole(link, run.id(), bytes);
            else run.tell(() -> handler.wants(Frames.INITIAL_CREDIT));
        });
    }

    /** What the function says over the socket comes on the stream of its request's body. */
    private void upgraded(Body way) {
        if (!mayBecomeSocket || !(way instanceof Body.Streamed))
            throw new IllegalStateException("a socket for a call that did not ask for one");
        requestBody = new InStream(Frames.callBody(call));
        saidOverSocket = new SocketReader(Masks.FORBIDDEN);
        run.socketOpened();
    }

    @Override
    public void body(byte[] piece) {
        stream((link, stream) -> stream.piece(link, run.id(), piece));
    }

    @Override
    public void bodyEnd() {
        stream((link, stream) -> stream.finish(link, run.id(), Then.END));
    }

    @Override
    public void bodyBroken() {
        stream((link, stream) -> stream.finish(link, run.id(), Then.BROKEN));
    }

    @Override
    public void onCallBody(CallBody handler) {
        this.handler = handler;
    }

    @Override
    public void callBodyConsumed(int bytes) {
        run.onLoop(attempt, link -> {
            if (requestBody != null && !hungUp) requestBody.consumed(link, run.id(), bytes);
        });
    }

    /** How a body travels: in the frame as long as it fits there. */
    private static Body inFrame(BodyComing body) {
        return switch (body) {
            case BodyComing.None() -> Body.NONE;
            case BodyComing.Whole(byte[] bytes) ->
                bytes.length <= Frames.INLINE_BODY_MAX ? new Body.Inline(bytes) : Body.STREAMED;
            case BodyComing.Streamed() -> Body.STREAMED;
        };
    }

    private void answer(Consumer<WorkerLink> send) {
        run.onLoop(attempt, link -> {
            if (answered || hungUp) return;
            answered = true;
            try {
                send.accept(link);
            } catch (IllegalArgumentException overTheFrame) {
                link.send(run.id(), new Result.Refused(call, "too-large", String.valueOf(overTheFrame.getMessage())));
            }
        });
    }

    private interface StreamUse {
        void on(WorkerLink link, OutStream stream);
    }

    private void stream(StreamUse use) {
        run.onLoop(attempt, link -> {
            OutStream stream = answerBody;
            if (stream == null || stream.closed() || hungUp) return;
            use.on(link, stream);
        });
    }
}
