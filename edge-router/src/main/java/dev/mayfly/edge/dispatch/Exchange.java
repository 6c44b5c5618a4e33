package dev.mayfly.edge.dispatch;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.bots.markdown.Rendering;
import dev.mayfly.edge.bots.markdown.Rendition;
import dev.mayfly.edge.invocations.CompletedInvocation;
import dev.mayfly.edge.invocations.Phase;
import dev.mayfly.edge.invocations.Recording;
import dev.mayfly.edge.loops.Ancestry;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.edge.response.ResponseWriter;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.socket.FunctionEnd;
import dev.mayfly.edge.socket.Handshake;
import dev.mayfly.edge.socket.Socket;
import dev.mayfly.edge.socket.SocketUse;
import dev.mayfly.edge.stream.MeteredSource;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Heads;
import dev.mayfly.isolates.frames.Message;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * One client and one invocation, from the first byte to the record. It is over when the invocation has ended and the answer has:
 * work behind the answer may outlast the client, and a slow client the work. Everything happens on one context.
 */
final class Exchange implements InvocationClient {
    private static final Usage NO_USAGE = new Usage(0, 0, 0, 0, 0, 0, "");
    private static final int CLIENT_GONE = 499;
    /** How long a function has to hear the end of its WebSocket, before it is told that nobody waits any more. */
    private static final long FAREWELL_MS = 10_000;

    private final HttpServerRequest http;
    private final ServedFunction function;
    private final Recording recording;
    private final ExchangeServices services;
    private final Runnable whenOver;
    private final Calls calls;
    private final ResponseWriter response;
    private final @Nullable Rendition rendition;
    private final Context context = Vertx.currentContext();

    private @Nullable Invocation invocation;
    private @Nullable MeteredSource upload;
    private @Nullable Socket socket;
    private @Nullable Outcome outcome;
    private Usage usage = NO_USAGE;
    private long farewell = -1;
    private boolean continued;
    private boolean answered;
    private boolean recorded;

    Exchange(
            HttpServerRequest http,
            ServedFunction function,
            Recording recording,
            ExchangeServices services,
            Ancestry ancestry,
            Rendering rendering,
            Runnable whenOver) {
        this.http = http;
        this.function = function;
        this.recording = recording;
        this.services = services;
        this.whenOver = whenOver;
        this.calls = new Calls(http, function, recording, services, ancestry);
        this.response = new ResponseWriter(http, this::consumed, new ResponseWriter.Listener() {
            @Override
            public void clientGone() {
                if (invocation == null) outcome = new Outcome.Refused(new Problem.Unavailable("The client went away."));
                else invocation.clientGone();
            }

            @Override
            public void over() {
                answered = true;
                recording.end(Phase.response);
                if (upload != null) upload.stop();
                if (socket == null) RequestBodies.discard(http);
                closeIfOver();
            }
        });
        this.rendition = rendering.isNothing()
                ? null
                : new Rendition(rendering, services.pages(), http.method(), response, recording.id(), this::consumed);
        recording.begin(Phase.dispatch);
    }

    /** Of the isolate's span. */
    String traceparent() {
        return recording.trace().traceparent(recording.id());
    }

    /** Whether nothing more can be answered. */
    boolean isOver() {
        return response.isOver();
    }

    void start(IsolateHost isolates, InvocationRequest request) {
        recording.end(Phase.dispatch);
        recording.begin(Phase.isolate);
        Invocation started = isolates.invoke(request, this);
        invocation = started;
        if (request.body() instanceof RequestBody.Streamed && !response.isOver()) {
            upload = new MeteredSource(http, new MeteredSource.Sink() {
                @Override
                public void piece(byte[] bytes) {
                    started.requestBody(bytes);
                }

                @Override
                public void end() {
                    started.requestBodyEnd();
                }

                @Override
                public void broken() {
                    started.requestBodyBroken();
                }
            });
        }
    }

    /** It is not even started. */
    void refuse(Problem problem) {
        ended(new Outcome.Refused(problem), NO_USAGE);
    }

    @Override
    public void head(int status, String statusText, String[] headers, BodyComing body) {
        if (outcome != null || response.begun()) return;
        recording.begin(Phase.response);
        if (status == Heads.SWITCHING && invocation != null && Handshake.isAskedFor(http)) {
            upgrade(invocation, headers);
            return;
        }
        if (status < 200 || status > 599) {
            response.problem(
                    ProblemAnswer.of(502, "bad-answer", "The function answered with a status that cannot be sent."),
                    recording.id());
            return;
        }
        boolean wanted = rendition == null
                ? response.head(status, statusText, headers, body, recording.id())
                : rendition.head(status, statusText, headers, body);
        if (!wanted && body instanceof BodyComing.Streamed && invocation != null) invocation.clientGone();
    }

    /** The answer is a WebSocket: over when that is, and the function has a moment to see its end. */
    private void upgrade(Invocation running, String[] headers) {
        Socket made = new Socket(
                Socket.Role.SERVER,
                new FunctionEnd() {
                    @Override
                    public void heard(byte[] frames) {
                        running.requestBody(frames);
                    }

                    @Override
                    public void ended() {
                        running.requestBodyEnd();
                    }

                    @Override
                    public void broken() {
                        running.requestBodyBroken();
                    }

                    @Override
                    public void taken(int bytes) {
                        running.responseConsumed(bytes);
                    }

                    @Override
                    public void over(SocketUse use) {
                        recording.socket(use);
                        response.socketOver(use.saidBytes());
                        if (outcome == null)
                            farewell = services.vertx().setTimer(FAREWELL_MS, id -> running.clientGone());
                    }
                },
                services.sockets());
        socket = made;
        response.upgrade(headers, recording.id()).onComplete(upgraded -> {
            if (upgraded.succeeded()) made.opened(upgraded.result());
            else made.failed();
        });
    }

    @Override
    public void responseBody(byte[] piece) {
        if (socket != null) socket.said(piece);
        else if (rendition != null) rendition.piece(piece);
        else response.piece(piece);
    }

    @Override
    public void responseBodyEnd() {
        if (socket != null) socket.ended();
        else if (rendition != null) rendition.bodyEnd();
        else response.bodyEnd();
    }

    @Override
    public void responseBodyBroken() {
        if (socket != null) socket.lost();
        else if (response.begun()) response.breakOff();
        else if (rendition != null) rendition.broken();
    }

    @Override
    public void wantsRequestBody(int bytes) {
        if (socket != null) socket.granted(bytes);
        if (upload == null) return;
        if (bytes == 0) {
            upload.stop();
            return;
        }
        if (!continued && "100-continue".equalsIgnoreCase(http.getHeader("expect")) && !response.begun()) {
            continued = true;
            http.response().writeContinue();
        }
        upload.grant(bytes);
    }

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {
        calls.fetch(fetch, reply);
    }

    @Override
    public void call(Message.Call.Method method, Reply reply) {
        calls.method(method, reply);
    }

    @Override
    public void log(Message.Log line) {
        recording.log(line);
    }

    @Override
    public void ended(Outcome how, Usage used) {
        if (outcome != null) return;
        outcome = how;
        usage = used;
        recording.end(Phase.isolate);
        if (farewell >= 0) services.vertx().cancelTimer(farewell);
        calls.hangUp();
        if (rendition != null) rendition.broken();
        if (response.isOver()) closeIfOver();
        else if (socket != null) socket.ended();
        else if (response.begun()) response.breakOff();
        else if (rendition == null || !rendition.isUnderWay()) answer(how);
    }

    private void answer(Outcome how) {
        if (!(how instanceof Outcome.Failed)) {
            answer(how, ProblemAnswer.Reader.stranger);
            return;
        }
        services.author()
                .reader(http, function.account(), function.function())
                .subscribe()
                .with(
                        reader -> here(() -> answer(how, reader)),
                        error -> here(() -> answer(how, ProblemAnswer.Reader.stranger)));
    }

    private void answer(Outcome how, ProblemAnswer.Reader reader) {
        recording.begin(Phase.response);
        ProblemAnswer answer = ProblemAnswer.of(how, reader)
                .orElseGet(() -> ProblemAnswer.of(502, "no-answer", "The function ended without an answer."));
        response.problem(answer.with("invocation", recording.id()), recording.id());
    }

    private void consumed(int bytes) {
        if (invocation != null) invocation.responseConsumed(bytes);
    }

    private void closeIfOver() {
        if (recorded || !answered || outcome == null) return;
        recorded = true;
        whenOver.run();
        int status = response.status() == 0 ? CLIENT_GONE : response.status();
        recording.sent(response.sentBytes());
        CompletedInvocation kept = services.log().add(recording, recording.complete(status, outcome, usage));
        services.tails().offer(kept, http);
    }

    private void here(Runnable task) {
        if (Vertx.currentContext() == context) task.run();
        else context.runOnContext(v -> task.run());
    }
}
