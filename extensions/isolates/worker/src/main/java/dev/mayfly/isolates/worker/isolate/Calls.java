package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Heads;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** The calls of one isolate to the outside: fetches, and methods of bindings. Guarded by its isolate. */
final class Calls {
    private final Isolate isolate;
    private final Streams streams;
    private final Map<Integer, Value> waiting = new HashMap<>();
    private final Set<Integer> hungUp = new HashSet<>(0);
    private int last;
    private @Nullable Ending refused;

    Calls(Isolate isolate, Streams streams) {
        this.isolate = isolate;
        this.streams = streams;
    }

    /** Sends a fetch. The number of the call, or 0 when a limit refused it, which the callback learns. */
    int fetch(String method, String url, String redirect, String[] headers, Body body, Value callback) {
        requireServing("fetch");
        require(Heads.wrongIn(new Message.Call.Fetch(0, method, url, redirect, headers, body)));
        boolean streamed = body instanceof Body.Streamed
                || (body instanceof Body.Inline(byte[] bytes) && bytes.length > Frames.INLINE_BODY_MAX);
        if (streamed && streams.tooMany()) return refuse(callback, overStreams());
        int call = number(callback);
        if (call == 0) return 0;
        if (!streamed) {
            isolate.send(new Message.Call.Fetch(call, method, url, redirect, headers, body));
            return call;
        }
        int stream = Frames.callBody(call);
        var announced = body instanceof Body.Inline(byte[] bytes) ? Lengths.of(headers, bytes.length) : headers;
        isolate.send(new Message.Call.Fetch(call, method, url, redirect, announced, Body.STREAMED));
        streams.openOut(stream);
        if (body instanceof Body.Inline(byte[] bytes)) {
            streams.write(stream, bytes);
            streams.end(stream);
        }
        return call;
    }

    /** Sends a call of a binding's method. */
    int method(String binding, String method, String arguments, Value callback) {
        requireServing("call bindings");
        require(Heads.wrongIn(new Message.Call.Method(0, binding, method, arguments)));
        int call = number(callback);
        if (call != 0) isolate.send(new Message.Call.Method(call, binding, method, arguments));
        return call;
    }

    /** Nobody waits for this call any more. */
    void hangUp(int call) {
        synchronized (isolate) {
            if (call < 1 || call > last || !hungUp.add(call)) return;
            waiting.remove(call);
        }
        streams.stopReading(Frames.resultBody(call));
        isolate.send(new Message.HangUp(call));
    }

    /**
     * The host's answer. One to a call that was hung up comes too late and is dropped. An answer leaves what is waited for and enters
     * the inbox in one step: in between, the isolate would seem to wait for nothing, and end.
     */
    void result(Message.Result result) {
        synchronized (isolate) {
            if (result.call() < 1 || result.call() > last)
                throw new MalformedFrame("nobody made call " + result.call());
            var callback = waiting.remove(result.call());
            boolean streamed = result instanceof Message.Result.Response r && r.body() instanceof Body.Streamed;
            if (callback == null) {
                if (streamed) decline(result.call());
            } else if (streamed && !opened(result)) {
                decline(result.call());
                refuse(callback, overStreams());
            } else {
                isolate.post(() -> deliver(result, callback));
            }
        }
    }

    private boolean opened(Message.Result result) {
        return result instanceof Message.Result.Response r && r.status() == Heads.SWITCHING
                ? streams.openSocket(result.call())
                : streams.open(Frames.resultBody(result.call()));
    }

    /** How many wait for an answer. */
    boolean underWay() {
        synchronized (isolate) {
            return !waiting.isEmpty();
        }
    }

    /** The ending of a guest that let the refusal of a call run through, if {@code code} is the one that it met. */
    @Nullable
    Ending refused(String code) {
        synchronized (isolate) {
            return refused != null && refused.code().equals(code) ? refused : null;
        }
    }

    /** Refuses a guest what the host would take for a broken worker. */
    static void require(Optional<String> wrong) {
        if (wrong.isPresent()) throw new IllegalArgumentException(wrong.get());
    }

    /** The host would refuse it too, but its answer comes when the line that asked is long left. */
    private void requireServing(String what) {
        if (isolate.inspects())
            throw new IllegalArgumentException(
                    "A module cannot %s while it is evaluated: do it in a handler".formatted(what));
    }

    private int number(Value callback) {
        int allowed = isolate.bounds().subrequests();
        synchronized (isolate) {
            if (last < allowed) {
                waiting.put(++last, callback);
                isolate.progress();
                return last;
            }
        }
        return refuse(callback, Ending.exhausted("subrequests", allowed + 1L, allowed));
    }

    private Ending overStreams() {
        return Ending.exhausted(
                "openStreams", streams.openNow() + 1L, isolate.bounds().openStreams());
    }

    private int refuse(Value callback, Ending why) {
        synchronized (isolate) {
            refused = why;
        }
        var what = why.code().equals("subrequests") ? "calls" : "bodies at a time";
        var message = "The function may make %d %s; this would be one more".formatted(why.allowed(), what);
        if (why.code().equals("openStreams")) message = message.replace("make", "have");
        var text = message;
        isolate.post(() -> callback.executeVoid(error(why.code(), text)));
        return 0;
    }

    private void decline(int call) {
        isolate.send(new Message.Credit(Frames.resultBody(call), 0));
        isolate.send(new Message.HangUp(call));
    }

    private void deliver(Message.Result result, Value callback) {
        if (result instanceof Message.Result.Response r && r.body() instanceof Body.Inline(byte[] bytes))
            isolate.received(bytes.length);
        switch (result) {
            case Message.Result.Refused(int call, String code, String message) ->
                callback.executeVoid(error(code, message));
            case Message.Result.Returned(int call, String json) -> callback.executeVoid(null, json);
            case Message.Result.Response r ->
                callback.executeVoid(
                        null,
                        r.status(),
                        r.statusText(),
                        r.url(),
                        r.redirected(),
                        String.join("\n", r.headers()),
                        HostFunctions.kind(r.body()),
                        HostFunctions.buffer(r.body()));
        }
    }

    private static ProxyObject error(String code, String message) {
        return ProxyObject.fromMap(Map.of("code", code, "message", message));
    }
}
