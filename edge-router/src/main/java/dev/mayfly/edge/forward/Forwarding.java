package dev.mayfly.edge.forward;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.bots.markdown.Rendering;
import dev.mayfly.edge.bots.markdown.Rendition;
import dev.mayfly.edge.dispatch.RequestBodies;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.invocations.Phase;
import dev.mayfly.edge.invocations.Recording;
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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
    private static final long NO_TIMER = -1;
    private static final String TRAILERS = "trailers";

    private final HttpServerRequest http;
    private final IncomingRequest request;
    private final Target target;
    private final Recording recording;
    private final Forwarder forwarder;
    private final BiConsumer<Forwarding, Ending> report;
    private final Context context = Vertx.currentContext();
    private final ResponseWriter response;
    private final @Nullable Rendition rendition;

    private RequestBody body = new RequestBody.None();
    private int attempts;
    /** Those under way: more than one only while a second is tried beside the first. */
    private final List<Attempt> open = new ArrayList<>(1);

    private @Nullable MeteredSource upload;
    private @Nullable MeteredSource download;
    private boolean uploaded;
    private boolean joined;
    private long silence = NO_TIMER;
    private long hedge = NO_TIMER;
    private long movedNs = System.nanoTime();
    private Ending ending = Ending.answered;

    Forwarding(
            HttpServerRequest http,
            IncomingRequest request,
            Target target,
            Recording recording,
            Forwarder forwarder,
            Rendering rendering,
            BiConsumer<Forwarding, Ending> report) {
        this.http = http;
        this.request = request;
        this.target = target;
        this.recording = recording;
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
        begin();
        if (attempts == 1 && mayBeAskedTwice()) target.hedgeAfter().ifPresent(this::hedgeAfter);
    }

    private void begin() {
        if (attempts++ == 0) recording.begin(Phase.forward);
        Attempt attempt = new Attempt();
        open.add(attempt);
        attempt.begin();
    }

    /** From here on somebody else has the client and the body. */
    private void handOver(Consumer<RequestBody> to) {
        stopTimers();
        report.accept(this, Ending.here);
        to.accept(body);
    }

    /** Another is asked beside the first when that takes its time, and whoever answers first has answered. */
    private void hedgeAfter(Duration wait) {
        hedge = forwarder.vertx().setTimer(Math.max(1, wait.toMillis()), id -> {
            hedge = NO_TIMER;
            if (response.begun() || open.size() != 1 || !open.getFirst().isWaiting()) return;
            if (target.mayHedge(attempts)) begin();
        });
    }

    /** The same answer whether it is heard once or twice, and a body that can be sent twice. */
    private boolean mayBeAskedTwice() {
        return IDEMPOTENT.contains(request.method())
                && !(body instanceof RequestBody.Streamed)
                && !Handshake.isAskedFor(http);
    }

    /** How an attempt failed. */
    private enum Failure {
        /** Nothing was sent, or nothing was done about it. */
        refused,
        /** It may have been heard. */
        broken,
        /** The same, and nobody knows whether an answer would have come. */
        late
    }

    private void again(Failure failure) {
        if (response.begun()) return;
        boolean may = failure == Failure.refused || IDEMPOTENT.contains(request.method());
        boolean can = !(body instanceof RequestBody.Streamed) || upload == null;
        if (may && can && target.mayTry(attempts)) {
            attempt();
            return;
        }
        ending = failure == Failure.late ? Ending.silent : Ending.unreachable;
        refuse(
                switch (failure) {
                    case refused -> target.unreachable("No connection to the server that answers here.");
                    case broken ->
                        target.unreachable("The server that answers here closed the connection before it answered.");
                    case late -> target.silent("The server that answers here did not begin its answer in time.");
                });
    }

    /** One attempt at somebody, until its answer has begun or it has failed. */
    private final class Attempt {
        private @Nullable HttpClientRequest out;
        private long timer = NO_TIMER;
        /** It is of no interest any more: it has failed, or ended as a whole. */
        private boolean over;

        void begin() {
            if (!(body instanceof RequestBody.Streamed)) hurry();
            String uri = request.path() + request.query();
            boolean socket = Handshake.isAskedFor(http);
            here(socket ? target.openSocket(uri) : target.open(http.method(), uri), opened -> {
                if (opened.failed()) failed(Failure.refused);
                else if (over) GivenUp.UNNEEDED.end(opened.result());
                else if (socket) shake(opened.result());
                else send(opened.result());
            });
        }

        /** From here on the server has all that it needs. */
        void hurry() {
            if (isWaiting())
                target.attemptWithin()
                        .ifPresent(within -> timer = forwarder
                                .vertx()
                                .setTimer(Math.max(1, within.toMillis()), id -> giveUp(GivenUp.LATE, Failure.late)));
        }

        boolean isWaiting() {
            return !over && download == null;
        }

        void failed(Failure failure) {
            if (over) return;
            over();
            // What is still under way beside it may answer.
            if (download == null && open.isEmpty()) again(failure);
        }

        void giveUp(GivenUp why, Failure failure) {
            if (over) return;
            HttpClientRequest given = out;
            failed(failure);
            if (given != null) why.end(given);
        }

        /** Nobody waits for it any more. */
        void cancel(GivenUp why) {
            if (over) return;
            over();
            if (out != null) why.end(out);
        }

        void over() {
            over = true;
            stop(timer);
            open.remove(this);
        }

        /** Its answer begins: the others are not needed. */
        private void wins() {
            stop(timer);
            stop(hedge);
            if (open.size() > 1)
                for (Attempt other : List.copyOf(open)) if (other != this) other.cancel(GivenUp.UNNEEDED);
        }

        private void send(HttpClientRequest opened) {
            out = opened;
            headers(opened);
            opened.exceptionHandler(e -> failed(Failure.broken));
            here(opened.response(), answer -> {
                if (over || response.begun()) return;
                if (answer.failed()) failed(Failure.broken);
                else answered(this, answer.result());
            });
            switch (body) {
                case RequestBody.None() -> opened.end();
                case RequestBody.Whole(byte[] bytes) -> opened.end(Buffer.buffer(bytes));
                case RequestBody.Streamed() -> stream(this, opened);
            }
        }

        private void shake(HttpClientRequest opened) {
            out = opened;
            headers(opened);
            Handshake.Asked asked = Handshake.Asked.write(opened.headers());
            opened.exceptionHandler(e -> failed(Failure.broken));
            here(opened.connect(), answer -> {
                if (over || response.begun()) return;
                if (answer.failed()) failed(Failure.broken);
                else shaken(this, answer.result(), asked);
            });
        }
    }

    private void headers(HttpClientRequest to) {
        TraceContext trace = recording.trace();
        if (!target.tell(http, request, to)) ForwardHeaders.write(http, request, forwarder.geography(), to.headers());
        to.putHeader("traceparent", trace.traceparent(recording.id(Phase.forward)));
        if (!trace.state().isEmpty()) to.putHeader("tracestate", trace.state());
        if (wantsTrailers()) to.putHeader("te", TRAILERS);
        target.host(request.authority().toString()).ifPresent(host -> {
            if (to.version() == HttpVersion.HTTP_2) to.authority(HostAndPort.parseAuthority(host, -1));
            else to.putHeader("host", host);
        });
    }

    /** RFC 9110 10.1.4: only then is the client sure to see what stands behind the body. */
    private boolean wantsTrailers() {
        String te = http.getHeader("te");
        if (te == null || http.version() == HttpVersion.HTTP_1_0) return false;
        for (String member : te.split(",", -1)) if (member.strip().equalsIgnoreCase(TRAILERS)) return true;
        return false;
    }

    private void stream(Attempt attempt, HttpClientRequest to) {
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
                attempt.hurry();
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

    private void answered(Attempt attempt, HttpClientResponse answer) {
        moved();
        answer.pause();
        answer.exceptionHandler(e -> {});
        if (target.declines(answer)) {
            answer.resume();
            attempt.failed(Failure.refused);
            return;
        }
        attempt.wins();
        recording.begin(Phase.response);
        int status = answer.statusCode();
        if (status < 200 || status > 599) {
            ending = Ending.broken;
            refuse(ProblemAnswer.of(
                    BAD_GATEWAY, "bad-answer", "The server that answers here sent a status that cannot be passed on."));
            return;
        }
        boolean bodiless = http.method().equals(HttpMethod.HEAD) || status == 204 || status == 205 || status == 304;
        if (bodiless) attempt.over();
        target.told(answer, http.response().headers());
        Answer way = new Answer(attempt, answer, status);
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
        private final Attempt attempt;
        private final HttpClientResponse answer;
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

        Answer(Attempt attempt, HttpClientResponse answer, int status) {
            this.attempt = attempt;
            this.answer = answer;
            this.status = status;
            this.text = Optional.ofNullable(answer.statusMessage()).orElse("");
            this.headers = lines(answer);
            this.length = Announced.in(headers);
        }

        void begin() {
            if (begun || response.begun()) return;
            begun = true;
            boolean whole = ended && (length.isEmpty() || length.getAsLong() == held) && !trailersFollow();
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
            if (trailersFollow()) response.trailers(answer.trailers());
            if (rendition != null) rendition.bodyEnd();
            else response.bodyEnd();
        }

        /** Those of a page that is written anew are not its own. */
        private boolean trailersFollow() {
            return rendition == null && !answer.trailers().isEmpty() && wantsTrailers();
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
            if (uploaded || !(body instanceof RequestBody.Streamed)) attempt.over();
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

    /** Whatever is no 101 is an answer like any other. */
    private void shaken(Attempt attempt, HttpClientResponse answer, Handshake.Asked asked) {
        if (answer.statusCode() != Heads.SWITCHING) {
            answered(attempt, answer);
            return;
        }
        attempt.wins();
        recording.begin(Phase.response);
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
        attempt.over();
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
        stopTimers();
        if (download != null) download.stop();
        if (upload != null) upload.stop();
        GivenUp why = ending == Ending.silent ? GivenUp.LATE : GivenUp.UNNEEDED;
        while (!open.isEmpty()) open.getFirst().cancel(why);
        if (!joined) RequestBodies.discard(http);
        report.accept(this, ending);
    }

    private void stopTimers() {
        stop(silence);
        stop(hedge);
    }

    private void stop(long timer) {
        if (timer != NO_TIMER) forwarder.vertx().cancelTimer(timer);
    }

    /** What was sent to the client; 0: nothing. */
    int status() {
        return response.status();
    }

    long sentBytes() {
        return response.sentBytes();
    }

    int attempts() {
        return attempts;
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
