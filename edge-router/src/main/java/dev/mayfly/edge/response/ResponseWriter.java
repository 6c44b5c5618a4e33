package dev.mayfly.edge.response;

import dev.mayfly.edge.socket.Handshake;
import dev.mayfly.edge.stream.Announced;
import dev.mayfly.edge.stream.MeteredSink;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.frames.Heads;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.util.OptionalLong;
import java.util.function.IntConsumer;

/**
 * The last phase: one answer to one client, as fast as the client takes it. An answer that has begun and cannot be completed is
 * broken off, never ended as if it were whole.
 */
public final class ResponseWriter {
    private static final long INTERNAL_ERROR = 2;

    /** What the answer tells of itself. */
    public interface Listener {
        /** The client went away before the end. */
        void clientGone();

        /** The answer was ended or broken off, or its client is gone; comes once. */
        void over();
    }

    private enum State {
        waiting,
        streaming,
        over
    }

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Listener listener;
    private final MeteredSink sink;
    private State state = State.waiting;
    private Announced announced = new Announced(OptionalLong.empty());
    private int status;
    private long sentBytes;

    public ResponseWriter(HttpServerRequest request, IntConsumer consumed, Listener listener) {
        this.request = request;
        this.response = request.response();
        this.listener = listener;
        this.sink = new MeteredSink(response, consumed);
        response.exceptionHandler(e -> gone());
        response.closeHandler(v -> gone());
    }

    /** The status that was sent; 0: none yet. */
    public int status() {
        return status;
    }

    /** Of the function's body. */
    public long sentBytes() {
        return sentBytes;
    }

    public boolean begun() {
        return state != State.waiting;
    }

    public boolean isOver() {
        return state == State.over;
    }

    /**
     * Sends a function's answer, or its head when the body is to follow.
     *
     * @return whether the body's pieces are wanted
     */
    public boolean head(int code, String statusText, String[] headers, BodyComing body, String invocation) {
        if (state != State.waiting) return false;
        var declared = ResponseHeaders.write(headers, response.headers());
        begin(code, statusText, invocation);
        boolean bodiless = request.method().equals(HttpMethod.HEAD) || code == 204 || code == 205 || code == 304;
        if (bodiless) {
            boolean describes = code != 204 && code != 205;
            if (body instanceof BodyComing.Whole(byte[] bytes) && describes && code != 304)
                response.putHeader("content-length", Integer.toString(bytes.length));
            else if (describes) declared.ifPresent(length -> response.putHeader("content-length", length));
            if (code == 205) response.putHeader("content-length", "0");
            end(Buffer.buffer());
            return false;
        }
        return switch (body) {
            case BodyComing.None() -> {
                end(Buffer.buffer());
                yield false;
            }
            case BodyComing.Whole(byte[] bytes) -> {
                sentBytes = bytes.length;
                end(Buffer.buffer(bytes));
                yield false;
            }
            case BodyComing.Streamed() -> {
                // HTTP/1.0 knows no chunks: there the head goes with the first piece, and the connection's end is the
                // body's.
                var length = Announced.in(headers);
                announced = new Announced(length);
                length.ifPresent(bytes -> response.putHeader("content-length", Long.toString(bytes)));
                if (request.version() == HttpVersion.HTTP_1_0) {
                    response.putHeader("connection", "close");
                } else {
                    if (length.isEmpty()) response.setChunked(true);
                    response.writeHead();
                }
                state = State.streaming;
                yield true;
            }
        };
    }

    /** Makes a WebSocket of the connection. The answer is over when {@link #socketOver} says so. */
    public Future<NetSocket> upgrade(String[] headers, String invocation) {
        ResponseHeaders.write(headers, response.headers());
        Handshake.accept(request, response.headers());
        begin(Heads.SWITCHING, "", invocation);
        state = State.streaming;
        response.exceptionHandler(e -> {});
        response.closeHandler(v -> {});
        return request.toNetSocket();
    }

    /** @param saidBytes of the function's messages */
    public void socketOver(long saidBytes) {
        if (state == State.over) return;
        state = State.over;
        sentBytes = saidBytes;
        listener.over();
    }

    /** Sends an answer of the platform's own. */
    public void problem(ProblemAnswer problem, String invocation) {
        if (state != State.waiting) return;
        begin(problem.status(), "", invocation);
        problem.headers().forEach(response::putHeader);
        Buffer body = problem.body();
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("content-length", Integer.toString(body.length()));
            end(Buffer.buffer());
        } else {
            end(body);
        }
    }

    public void piece(byte[] bytes) {
        if (fits(bytes)) sink.write(bytes);
    }

    /** One that its function was told of already. */
    public void pieceTaken(byte[] bytes) {
        if (fits(bytes)) sink.write(bytes, 0, () -> {});
    }

    /** Whether a piece may go out; what is longer than it said ends there. */
    private boolean fits(byte[] bytes) {
        if (state != State.streaming) return false;
        if (announced.takes(bytes.length)) {
            sentBytes += bytes.length;
            return true;
        }
        breakOff();
        listener.clientGone();
        return false;
    }

    public void bodyEnd() {
        if (state != State.streaming) return;
        if (announced.isWhole()) end(Buffer.buffer());
        else breakOff();
    }

    /** What stands behind the body, where its form has a place for that: without what belongs in the head (RFC 9110 6.5.1). */
    public void trailers(MultiMap fields) {
        if (state != State.streaming || announced.isBound() && request.version() != HttpVersion.HTTP_2) return;
        ResponseHeaders.writeTrailers(fields, response.trailers());
    }

    /** The client must see that this is not the whole. */
    public void breakOff() {
        if (state == State.over) return;
        state = State.over;
        if (request.version() == HttpVersion.HTTP_2) response.reset(INTERNAL_ERROR);
        else request.connection().close();
        listener.over();
    }

    private void begin(int code, String statusText, String invocation) {
        status = code;
        response.setStatusCode(code);
        if (!statusText.isEmpty() && request.version() != HttpVersion.HTTP_2 && HopByHop.wellFormed("x", statusText))
            response.setStatusMessage(statusText);
        if (!invocation.isEmpty()) response.putHeader("mayfly-invocation", invocation);
    }

    private void end(Buffer last) {
        state = State.over;
        if (last.length() == 0) response.end();
        else response.end(last);
        listener.over();
    }

    private void gone() {
        if (state == State.over) return;
        state = State.over;
        listener.clientGone();
        listener.over();
    }
}
