package dev.mayfly.edge.egress;

import dev.mayfly.edge.socket.FunctionEnd;
import dev.mayfly.edge.socket.Handshake;
import dev.mayfly.edge.socket.Socket;
import dev.mayfly.edge.socket.SocketUse;
import dev.mayfly.edge.stream.Announced;
import dev.mayfly.edge.stream.MeteredSink;
import dev.mayfly.edge.stream.MeteredSource;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationClient.CallBody;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Heads;
import dev.mayfly.isolates.frames.Message.Call.Fetch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One fetch with its redirects. Each hop is resolved, checked against the rules and connected to at the address that was checked.
 * Bodies are passed on as they are: isolates unpack what functions read, and nobody is asked to compress unless the function asked.
 */
final class Upstream implements CallBody {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> REFUSED_METHODS = Set.of("CONNECT", "TRACE", "TRACK");
    private static final Set<String> REPEATABLE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final int REPEATS_MAX = 3;
    private static final int WORTH_READING_OUT = 16 << 10;

    private final Context context = Vertx.currentContext();
    private final Egress egress;
    private final Names names;
    private final EgressRules rules;
    private final Egress.Trace trace;
    private final OwnDoor.Caller caller;
    private final Reply reply;
    private final Egress.Report report;
    private final String url;
    private final String redirect;
    private final boolean asksForSocket;
    private final Queue<byte[]> early = new ArrayDeque<>();

    private final OptionalLong length;
    private final Announced announced;

    private String method;
    private List<String> headers;
    private Body body;
    private int hops;
    private long earlyBytes;
    private long sentBytes;
    private OwnDoor.@Nullable Pass pass;
    private boolean done;
    private int repeats;
    private boolean uploadEnded;
    private int wanted;
    private @Nullable HttpClientRequest out;
    private @Nullable MeteredSink upload;
    private @Nullable MeteredSource download;
    private @Nullable Socket socket;

    Upstream(
            Egress egress,
            Names names,
            Fetch fetch,
            EgressRules rules,
            Egress.Trace trace,
            OwnDoor.Caller caller,
            Reply reply,
            Egress.Report report) {
        this.egress = egress;
        this.names = names;
        this.rules = rules;
        this.trace = trace;
        this.caller = caller;
        this.reply = reply;
        this.report = report;
        this.url = fetch.url();
        this.asksForSocket = fetch.body() instanceof Body.None && Heads.asksForSocket(fetch.method(), fetch.headers());
        // A WebSocket that is led elsewhere would be one that nobody asked for.
        this.redirect = asksForSocket ? "error" : fetch.redirect();
        this.method = fetch.method();
        this.headers = FetchHeaders.outgoing(fetch.headers());
        this.body = fetch.body();
        this.length = Announced.in(fetch.headers());
        this.announced = new Announced(length);
    }

    /** Where a hop leads: a pass is shown to nobody who only serves others. */
    private enum Way {
        HERE,
        /** Out, and, should that be an address of the platform, in again. */
        OUT_AND_BACK,
        OUT
    }

    private record Route(Way way, Supplier<Future<HttpClientRequest>> connection) {}

    void start() {
        if (!method.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,32}") || REFUSED_METHODS.contains(method.toUpperCase()))
            refuse("invalid-method", "The method " + method + " cannot be fetched with.");
        else if (rules.closed()) refuse("egress-denied", "This function may not fetch anything: its egress is none.");
        else
            TargetUrl.parse(url)
                    .ifPresentOrElse(
                            this::resolve,
                            () -> refuse("invalid-url", "fetch takes http and https URLs without credentials."));
    }

    /** The fetch ends with an error, unless it has ended already. */
    void refuse(String code, String message) {
        if (done) return;
        if (download == null) reply.refused(code, message);
        else reply.bodyBroken();
        finish(0, Optional.of(code));
    }

    private void resolve(TargetUrl target) {
        if (egress.leadsHere(caller, target)) {
            connectTo(target, new Route(Way.HERE, () -> egress.connectHere(HttpMethod.valueOf(method), target)));
            return;
        }
        String host = target.host().startsWith("[")
                ? target.host().substring(1, target.host().length() - 1)
                : target.host();
        here(names.addresses(host), found -> {
            if (found.failed()) refuse("unreachable", "There is no address for " + target.host() + ".");
            else connect(target, found.result());
        });
    }

    private void connect(TargetUrl target, List<InetAddress> addresses) {
        List<InetAddress> allowed = addresses.stream()
                .filter(address -> rules.allows(target.host(), address, target.port()))
                .toList();
        if (allowed.isEmpty()) {
            refuse(
                    "egress-denied",
                    "%s is not a public address at a port for HTTP, and the function's egress policy does not allow it."
                            .formatted(target.authority()));
            return;
        }
        Way way = egress.mayLeadHere(target) ? Way.OUT_AND_BACK : Way.OUT;
        connectTo(target, new Route(way, () -> egress.connect(HttpMethod.valueOf(method), target, allowed)));
    }

    private void connectTo(TargetUrl target, Route route) {
        here(route.connection.get(), connected -> {
            if (connected.failed()) {
                lost(target, route, connected.cause(), "No connection to " + target.authority() + ".");
            } else if (done) {
                connected.result().reset();
            } else {
                send(target, route, connected.result());
            }
        });
    }

    /**
     * The connection was lost before any answer came. A kept one may have been closed by its upstream at the moment in which it was
     * used again, and the next kept one with it where it closes many: a request that may be repeated is sent a few times more.
     */
    private void lost(TargetUrl target, Route route, Throwable why, String message) {
        boolean closed = why instanceof HttpClosedException || why instanceof IOException;
        boolean repeatable = REPEATABLE_METHODS.contains(method) && !(body instanceof Body.Streamed);
        if (done || download != null || repeats == REPEATS_MAX || !closed || !repeatable) {
            refuse("unreachable", message);
            return;
        }
        repeats++;
        out = null;
        connectTo(target, route);
    }

    private void send(TargetUrl target, Route route, HttpClientRequest request) {
        out = request;
        for (int i = 0; i < headers.size(); i += 2) request.headers().add(headers.get(i), headers.get(i + 1));
        if (route.way != Way.OUT) {
            if (pass == null) pass = caller.passes().get();
            request.putHeader(pass.header(), pass.value());
        }
        request.putHeader("traceparent", trace.traceparent());
        if (!trace.tracestate().isEmpty()) request.putHeader("tracestate", trace.tracestate());
        request.exceptionHandler(e -> {
            if (out == request) lost(target, route, e, "The connection to " + target.authority() + " broke.");
        });
        if (asksForSocket) {
            Handshake.Asked asked = Handshake.Asked.write(request.headers());
            request.connect().onComplete(answer -> {
                if (answer.succeeded() && !done) shaken(target, request, answer.result(), asked);
                else if (out == request)
                    lost(target, route, answer.cause(), "No answer from " + target.authority() + ".");
            });
            return;
        }
        request.response().onComplete(answer -> {
            if (answer.succeeded() && !done) answered(target, request, answer.result());
            else if (out == request) lost(target, route, answer.cause(), "No answer from " + target.authority() + ".");
        });
        switch (body) {
            case Body.None() -> {
                if (!method.equals("GET") && !method.equals("HEAD")) request.putHeader("content-length", "0");
                request.end();
            }
            case Body.Inline(byte[] bytes) -> {
                sentBytes += bytes.length;
                request.end(Buffer.buffer(bytes));
            }
            case Body.Streamed() -> {
                if (length.isPresent()) request.putHeader("content-length", Long.toString(length.getAsLong()));
                else request.setChunked(true);
                upload = new MeteredSink(request, reply::callBodyConsumed);
                for (byte[] piece; (piece = early.poll()) != null; ) upload.write(piece);
                if (uploadEnded) request.end();
            }
        }
    }

    /** Whatever is no 101 is an answer like any other. */
    private void shaken(TargetUrl target, HttpClientRequest request, HttpClientResponse answer, Handshake.Asked asked) {
        if (answer.statusCode() != Heads.SWITCHING) {
            answered(target, request, answer);
            return;
        }
        NetSocket connection = answer.netSocket();
        connection.pause();
        Optional<String> wrong = asked.wrongIn(answer.headers());
        if (wrong.isPresent()) {
            connection.close();
            refuse("bad-handshake", target.authority() + " " + wrong.get() + ".");
            return;
        }
        Socket made = new Socket(Socket.Role.CLIENT, functionEnd(), egress.sockets());
        socket = made;
        reply.response(
                Heads.SWITCHING,
                Optional.ofNullable(answer.statusMessage()).orElse(""),
                target.toString(),
                false,
                FetchHeaders.incoming(answer.headers()),
                new BodyComing.Streamed());
        made.opened(connection);
    }

    private FunctionEnd functionEnd() {
        return new FunctionEnd() {
            @Override
            public void heard(byte[] frames) {
                reply.body(frames);
            }

            @Override
            public void ended() {
                reply.bodyEnd();
            }

            @Override
            public void broken() {
                reply.bodyBroken();
            }

            @Override
            public void taken(int bytes) {
                reply.callBodyConsumed(bytes);
            }

            @Override
            public void over(SocketUse use) {
                sentBytes = use.saidBytes();
                report.socket(use);
                finish(Heads.SWITCHING, Optional.empty());
            }
        };
    }

    private void answered(TargetUrl target, HttpClientRequest request, HttpClientResponse answer) {
        answer.pause();
        answer.exceptionHandler(e -> {});
        String location = answer.getHeader("location");
        if (REDIRECTS.contains(answer.statusCode()) && location != null && !redirect.equals("manual")) {
            if (redirect.equals("error")) refuse("redirected", target + " redirects, which this fetch does not allow.");
            else follow(target, request, answer, location);
        } else {
            relay(target, answer);
        }
    }

    private void follow(TargetUrl from, HttpClientRequest request, HttpClientResponse answer, String location) {
        if (++hops > egress.redirectsMax()) {
            refuse("too-many-redirects", "%s redirects more than %d times.".formatted(url, egress.redirectsMax()));
            return;
        }
        Optional<TargetUrl> next = from.follow(location);
        if (next.isEmpty()) {
            refuse("invalid-url", from + " redirects to something that cannot be fetched.");
            return;
        }
        int status = answer.statusCode();
        boolean becomesGet = (status == 303 && !method.equals("GET") && !method.equals("HEAD"))
                || (status <= 302 && method.equals("POST"));
        if (becomesGet) {
            method = "GET";
            body = Body.NONE;
            headers = FetchHeaders.withoutBody(headers);
        } else if (body instanceof Body.Streamed) {
            refuse("redirected", from + " redirects a request whose streamed body cannot be sent again.");
            return;
        }
        if (!next.get().origin().equals(from.origin())) headers = FetchHeaders.withoutCredentials(headers);
        leave(request, answer);
        resolve(next.get());
    }

    /** A short rest is read so that the connection can be used again. */
    private void leave(HttpClientRequest request, HttpClientResponse answer) {
        upload = null;
        out = null;
        String length = answer.getHeader("content-length");
        if (length != null && length.length() < 6 && Integer.parseInt(length) <= WORTH_READING_OUT) answer.resume();
        else request.reset();
    }

    private void relay(TargetUrl target, HttpClientResponse answer) {
        int status = answer.statusCode();
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 205 || status == 304;
        BodyComing coming = bodiless ? new BodyComing.None() : new BodyComing.Streamed();
        reply.response(
                status,
                Optional.ofNullable(answer.statusMessage()).orElse(""),
                target.toString(),
                hops > 0,
                FetchHeaders.incoming(answer.headers()),
                coming);
        if (bodiless) {
            answer.resume();
            finish(status, Optional.empty());
            return;
        }
        download = new MeteredSource(answer, new MeteredSource.Sink() {
            @Override
            public void piece(byte[] bytes) {
                reply.body(bytes);
            }

            @Override
            public void end() {
                reply.bodyEnd();
                finish(status, Optional.empty());
            }

            @Override
            public void broken() {
                if (done) return;
                reply.bodyBroken();
                finish(status, Optional.of("broken-off"));
            }
        });
        download.grant(wanted);
    }

    @Override
    public void piece(byte[] bytes) {
        if (socket != null) {
            socket.said(bytes);
            return;
        }
        if (done || uploadEnded) return;
        if (body instanceof Body.Streamed && !announced.takes(bytes.length)) {
            refuse("broken-off", "The body is longer than its Content-Length.");
            return;
        }
        sentBytes += bytes.length;
        if (upload != null) {
            upload.write(bytes);
            return;
        }
        if (!(body instanceof Body.Streamed) || out != null) return;
        earlyBytes += bytes.length;
        if (earlyBytes > Frames.INITIAL_CREDIT) broken();
        else early.add(bytes);
    }

    @Override
    public void end() {
        if (socket != null) socket.ended();
        if (uploadEnded) return;
        if (!done && body instanceof Body.Streamed && !announced.isWhole()) {
            refuse("broken-off", "The body is shorter than its Content-Length.");
            return;
        }
        uploadEnded = true;
        if (upload != null && out != null) out.end();
    }

    @Override
    public void broken() {
        if (socket != null) socket.lost();
        else refuse("broken-off", "The body of the request broke off.");
    }

    @Override
    public void wants(int bytes) {
        if (socket != null) socket.granted(bytes);
        else if (bytes == 0) hangUp("not-wanted");
        else if (download != null) download.grant(bytes);
        else wanted += bytes;
    }

    @Override
    public void hungUp() {
        if (socket != null) socket.abandoned();
        else hangUp("aborted");
    }

    private void hangUp(String reason) {
        finish(0, Optional.of(reason));
    }

    private void finish(int status, Optional<String> error) {
        if (done) return;
        done = true;
        early.clear();
        if (download != null) download.stop();
        if (error.isPresent() && out != null) out.reset();
        if (pass != null) pass.revoke().run();
        report.done(status, sentBytes, error);
    }

    /** Comes back to the context of the invocation. */
    private <T> void here(Future<T> future, java.util.function.Consumer<io.vertx.core.AsyncResult<T>> then) {
        if (future.isComplete()) then.accept(future);
        else future.onComplete(result -> context.runOnContext(v -> then.accept(result)));
    }
}
