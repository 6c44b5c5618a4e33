package dev.mayfly.edge.forward;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.bots.markdown.Rendering;
import dev.mayfly.edge.bots.markdown.Rendition;
import dev.mayfly.edge.dispatch.RequestBodies;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.edge.response.ResponseWriter;
import dev.mayfly.edge.socket.Handshake;
import dev.mayfly.edge.stream.Announced;
import dev.mayfly.edge.stream.MeteredSink;
import dev.mayfly.edge.stream.MeteredSource;
import dev.mayfly.edge.trace.TraceContext;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Heads;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client on its way to somebody who answers it, and the answer on its way back. Nothing is held but what is under way, and
 * neither side goes faster than the other takes. Everything happens on one context.
 */
final class Forwarding {
    /** May be sent again when nobody knows whether they were heard (RFC 9110 9.2.2). */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private static final int BAD_GATEWAY = 502;

    private final HttpServerRequest http;
    private final IncomingRequest request;
    private final Target target;
    private final TraceContext trace;
    private final Forwarder forwarder;
    private final Consumer<Ending> report;
    private final Context context = Vertx.currentContext();
    private final ResponseWriter response;
    private final @Nullable Rendition rendition;

    private RequestBody body = new RequestBody.None();
    private int attempts;
    private @Nullable HttpClientRequest out;
    private @Nullable MeteredSource upload;
    private @Nullable MeteredSource download;
    private boolean uploaded;
    private boolean joined;
    private long silence = -1;
    private long movedNs = System.nanoTime();
    private Ending ending = Ending.answered;

    Forwarding(
            HttpServerRequest http,
            IncomingRequest request,
            Target target,
            TraceContext trace,
            Forwarder forwarder,
            Rendering rendering,
            Consumer<Ending> report) {
        this.http = http;
        this.request = request;
        this.target = target;
        this.trace = trace;
        this.forwarder = forwarder;
        this.report = report;
        this.response = new ResponseWriter(http, this::sent, new ResponseWriter.Listener() {
            @Override
            public void clientGone() {
                ending = Ending.abandoned;
            }

            @Override
            public void over() {
                close();
            }
        });
        this.rendition = rendering.isNothing()
                ? null
                : new Rendition(rendering, forwarder.pages(), http.method(), response, "", this::sent);
    }

    void refuse(ProblemAnswer answer) {
        response.problem(answer, "");
    }

    void start() {
        RequestBodies.takeAny(http, forwarder.vertx(), forwarder.patience(), new RequestBodies.Taker() {
            @Override
            public void taken(RequestBody taken) {
                body = taken;
                // Until here it was the client who was waited for.
                moved();
                watch(target.silenceMax().toMillis());
                attempt();
            }

            @Override
            public void refused(Problem problem) {
                refuse(ProblemAnswer.of(problem));
            }
        });
    }

    private void attempt() {
        if (response.isOver()) return;
        Optional<Consumer<RequestBody>> instead = target.instead();
        if (instead.isPresent()) {
            handOver(instead.get());
            return;
        }
        attempts++;
        String uri = request.path() + request.query();
        boolean socket = Handshake.isAskedFor(http);
        here(socket ? target.openSocket(uri) : target.open(http.method(), uri), opened -> {
            if (opened.failed()) again(Again.always);
            else if (response.begun()) opened.result().reset();
            else if (socket) shake(opened.result());
            else send(opened.result());
        });
    }

    /** From here on somebody else has the client and the body. */
    private void handOver(Consumer<RequestBody> to) {
        forwarder.vertx().cancelTimer(silence);
        report.accept(Ending.here);
        to.accept(body);
    }

    /** When a request may be sent once more. */
    private enum Again {
        /** Nothing was sent, or nothing was done about it. */
        always,
        /** It may have been heard. */
        whereIdempotent
    }

    private void again(Again when) {
        if (response.begun()) return;
        out = null;
        boolean may = when == Again.always || IDEMPOTENT.contains(request.method());
        boolean can = !(body instanceof RequestBody.Streamed) || upload == null;
        if (may && can && target.mayTry(attempts)) {
            attempt();
            return;
        }
        ending = Ending.unreachable;
        response.problem(
                target.unreachable(
                        when == Again.always
                                ? "No connection to the server that answers here."
                                : "The server that answers here closed the connection before it answered."),
                "");
    }

    private void headers(HttpClientRequest request) {
        if (!target.tell(http, this.request, request)) {
            ForwardHeaders.write(
                    http,
                    this.request,
                    trace.traceparent(TraceContext.hex(TraceContext.spanId())),
                    forwarder.geography(),
                    request.headers());
            if (!trace.state().isEmpty()) request.putHeader("tracestate", trace.state());
        }
        target.host(this.request.authority().toString()).ifPresent(host -> {
            if (request.version() == HttpVersion.HTTP_2) request.authority(HostAndPort.parseAuthority(host, -1));
            else request.putHeader("host", host);
        });
    }

    private void send(HttpClientRequest opened) {
        out = opened;
        headers(opened);
        opened.exceptionHandler(e -> lost(opened));
        here(opened.response(), answer -> {
            if (answer.failed()) lost(opened);
            else if (out == opened && !response.begun()) answered(answer.result());
        });
        switch (body) {
            case RequestBody.None() -> opened.end();
            case RequestBody.Whole(byte[] bytes) -> opened.end(Buffer.buffer(bytes));
            case RequestBody.Streamed() -> stream(opened);
        }
    }

    private void lost(HttpClientRequest request) {
        if (out != request) return;
        if (download == null) again(Again.whereIdempotent);
    }

    private void stream(HttpClientRequest to) {
        String length = http.getHeader("content-length");
        if (length != null) to.putHeader("content-length", length);
        else to.setChunked(true);
        if ("100-continue".equalsIgnoreCase(http.getHeader("expect")))
            http.response().writeContinue();
        MeteredSource source = new MeteredSource(http, new MeteredSource.Sink() {
            private final MeteredSink sink = new MeteredSink(to, Forwarding.this::taken);

            @Override
            public void piece(byte[] bytes) {
                moved();
                sink.write(bytes);
            }

            @Override
            public void end() {
                uploaded = true;
                to.end();
            }

            @Override
            public void broken() {
                ending = Ending.abandoned;
                response.breakOff();
            }
        });
        upload = source;
        source.grant(Frames.INITIAL_CREDIT);
    }

    private void taken(int bytes) {
        if (upload != null) upload.grant(bytes);
    }

    private void answered(HttpClientResponse answer) {
        moved();
        answer.pause();
        answer.exceptionHandler(e -> {});
        if (target.declines(answer)) {
            answer.resume();
            again(Again.always);
            return;
        }
        int status = answer.statusCode();
        if (status < 200 || status > 599) {
            ending = Ending.broken;
            refuse(ProblemAnswer.of(
                    BAD_GATEWAY, "bad-answer", "The server that answers here sent a status that cannot be passed on."));
            return;
        }
        boolean bodiless = http.method().equals(HttpMethod.HEAD) || status == 204 || status == 205 || status == 304;
        if (bodiless) out = null;
        target.told(answer, http.response().headers());
        Answer way =
                new Answer(status, Optional.ofNullable(answer.statusMessage()).orElse(""), lines(answer));
        download = new MeteredSource(answer, way);
        if (bodiless) {
            way.begin();
            answer.resume();
            return;
        }
        download.grant(Frames.INITIAL_CREDIT);
        // What came with the head goes with it: a short answer is one write.
        context.runOnContext(v -> way.begin());
    }

    /** The server's answer on its way to the client. */
    private final class Answer implements MeteredSource.Sink {
        private final int status;
        private final String text;
        private final String[] headers;
        private final OptionalLong length;
        private final Deque<byte[]> first = new ArrayDeque<>(1);
        private int held;
        private boolean begun;
        /** What was held has been passed on. */
        private boolean flowing;

        private boolean ended;

        Answer(int status, String text, String[] headers) {
            this.status = status;
            this.text = text;
            this.headers = headers;
            this.length = Announced.in(headers);
        }

        void begin() {
            if (begun || response.begun()) return;
            begun = true;
            boolean whole = ended && (length.isEmpty() || length.getAsLong() == held);
            BodyComing coming = whole ? new BodyComing.Whole(whole()) : new BodyComing.Streamed();
            boolean wanted = rendition == null
                    ? response.head(status, text, headers, coming, "")
                    : rendition.head(status, text, headers, coming);
            if (whole || !wanted) return;
            // Each that is passed on may let the next one in.
            for (byte[] piece; (piece = first.poll()) != null; ) pass(piece);
            flowing = true;
            if (ended) passEnd();
        }

        private byte[] whole() {
            if (first.size() == 1) return first.remove();
            byte[] bytes = new byte[held];
            int at = 0;
            for (byte[] piece : first) {
                System.arraycopy(piece, 0, bytes, at, piece.length);
                at += piece.length;
            }
            return bytes;
        }

        private void pass(byte[] bytes) {
            if (rendition != null) rendition.piece(bytes);
            else response.piece(bytes);
        }

        private void passEnd() {
            if (rendition != null) rendition.bodyEnd();
            else response.bodyEnd();
        }

        @Override
        public void piece(byte[] bytes) {
            moved();
            if (flowing) {
                pass(bytes);
                return;
            }
            first.add(bytes);
            held += bytes.length;
        }

        @Override
        public void end() {
            if (uploaded || !(body instanceof RequestBody.Streamed)) out = null;
            ended = true;
            if (flowing) passEnd();
            else begin();
        }

        @Override
        public void broken() {
            ending = Ending.broken;
            begin();
            if (response.begun()) response.breakOff();
            else if (rendition != null) rendition.broken();
        }
    }

    /** Names and values in turn. */
    private static String[] lines(HttpClientResponse answer) {
        List<String> lines = new ArrayList<>(2 * answer.headers().size() + 2);
        for (Map.Entry<String, String> header : answer.headers()) {
            lines.add(header.getKey());
            lines.add(header.getValue());
        }
        return lines.toArray(String[]::new);
    }

    /** So many bytes of the answer have left. */
    private void sent(int bytes) {
        if (download != null) download.grant(bytes);
    }

    // ---- WebSockets ----

    private void shake(HttpClientRequest opened) {
        out = opened;
        headers(opened);
        Handshake.Asked asked = Handshake.Asked.write(opened.headers());
        opened.exceptionHandler(e -> lost(opened));
        here(opened.connect(), answer -> {
            if (answer.failed()) lost(opened);
            else if (out == opened && !response.begun()) shaken(answer.result(), asked);
        });
    }

    /** Whatever is no 101 is an answer like any other. */
    private void shaken(HttpClientResponse answer, Handshake.Asked asked) {
        if (answer.statusCode() != Heads.SWITCHING) {
            answered(answer);
            return;
        }
        NetSocket toServer = answer.netSocket();
        toServer.pause();
        if (asked.wrongIn(answer.headers()).isPresent()) {
            toServer.close();
            ending = Ending.broken;
            refuse(ProblemAnswer.of(
                    BAD_GATEWAY,
                    "bad-answer",
                    "The server that answers here does not shake hands as RFC 6455 has it."));
            return;
        }
        joined = true;
        target.told(answer, http.response().headers());
        response.upgrade(lines(answer), "").onComplete(upgraded -> {
            if (upgraded.succeeded())
                new Joined(forwarder.sockets(), use -> response.socketOver(use.saidBytes()))
                        .opened(upgraded.result(), toServer);
            else toServer.close();
        });
    }

    // ---- ends ----

    private void moved() {
        movedNs = System.nanoTime();
    }

    private void watch(long ms) {
        silence = forwarder.vertx().setTimer(ms, id -> {
            long quietMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - movedNs);
            long left = target.silenceMax().toMillis() - quietMs;
            if (left > 0) watch(left);
            else silent();
        });
    }

    private void silent() {
        if (joined || response.isOver()) return;
        ending = Ending.silent;
        if (response.begun()) {
            response.breakOff();
            return;
        }
        refuse(target.silent("The server that answers here said nothing for %s.".formatted(target.silenceMax())));
    }

    private void close() {
        if (silence >= 0) forwarder.vertx().cancelTimer(silence);
        if (download != null) download.stop();
        if (upload != null) upload.stop();
        if (out != null && !joined) out.reset();
        if (!joined) RequestBodies.discard(http);
        report.accept(ending);
    }

    /** Comes back to the context of the request. */
    private <T> void here(Future<T> future, Consumer<AsyncResult<T>> then) {
        if (future.isComplete()) then.accept(future);
        else
            future.onComplete(result -> {
                if (Vertx.currentContext() == context) then.accept(result);
                else context.runOnContext(v -> then.accept(result));
            });
    }
}
