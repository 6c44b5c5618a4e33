package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.worker.compression.Codecs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * A host for one context with a clock of its own: timers fire in order without waiting, so that tests take no time and always run
 * alike. What the isolate does is kept in public fields.
 */
final class FakeHost implements ProxyObject {
    private static final int STEPS_MAX = 100_000;

    record Timer(long at, long id, Value callback) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(id, other.id);
        }
    }

    /** What was written on a stream. */
    static final class Sent {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final List<Integer> pieces = new ArrayList<>();
        String end = "";
        long credit = 1 << 20;
        Value waiting;
    }

    /** An outgoing fetch, as it left. */
    record Fetch(
            int call,
            String method,
            String url,
            String redirect,
            String headers,
            int kind,
            String body,
            Value callback) {}

    final List<String> logs = new ArrayList<>();
    final Map<Integer, Sent> sent = new HashMap<>();
    final Map<Integer, Queue<byte[]>> incoming = new HashMap<>();
    final Map<Integer, Integer> endKinds = new HashMap<>();
    private final Map<Integer, Queue<Object[]>> words = new HashMap<>();
    final Map<Integer, Value> readers = new HashMap<>();
    final List<Integer> stopped = new ArrayList<>();
    final List<Fetch> fetches = new ArrayList<>();
    final List<Integer> hungUp = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    int status = -1;
    String statusText = "";
    String headers = "";
    int kind = -1;
    int responses;
    int finishes;
    String failure = "";
    Value failureError;
    String exhausted = "";
    long now;
    int bufferedBodyBytes = 1 << 20;
    int heapBytes = 64 << 20;

    final Codecs codecs = new Codecs();
    private final Context context;
    private final TreeSet<Timer> timers = new TreeSet<>();
    private final Map<Long, Timer> timersById = new HashMap<>();
    private final Queue<Runnable> events = new ArrayDeque<>();
    private final Map<String, Object> members = new HashMap<>();
    private long lastTimer;
    private int lastCall;

    FakeHost(Context context, String env) {
        this.context = context;
        Map<String, Object> web = new HashMap<>();
        for (String name : WebFunctions.names()) web.put(name, (ProxyExecutable) a -> WebFunctions.call(name, a));
        members.put("web", ProxyObject.fromMap(web));
        function("env", a -> env);
        function("limit", a -> switch (a[0].asString()) {
            case "bufferedBodyBytes" -> bufferedBodyBytes;
            case "heapBytes" -> heapBytes;
            default -> 100;
        });
        function("part", a -> context.eval(Prelude.part(a[0].asString())));
        function("respond", this::respond);
        function("write", this::write);
        function("end", a -> ended(a[0].asInt(), "end"));
        function("fail", a -> ended(a[0].asInt(), "fail"));
        function("onWritable", a -> waiting(a[0].asInt(), a[1]));
        function("read", a -> read(a[0].asInt(), a[1]));
        function("stopReading", a -> stopped.add(a[0].asInt()));
        function("socketNext", a -> listen(a[0].asInt(), a[1]));
        function("socketSend", this::said);
        function("socketClose", a -> tell(a[0].asInt() + 1, 8, a[2].asString(), a[1].asInt()));
        function("fetch", this::fetch);
        function("hangUp", a -> hungUp.add(a[0].asInt()));
        function("call", this::call);
        function("setTimer", a -> timer(a[0].asLong(), a[1]));
        function("clearTimer", a -> clear(a[0].asLong()));
        function("log", a -> logs.add(a[0].asInt() + " " + a[1].asString()));
        function("trace", a -> a[0].asString());
        function("now", a -> (double) (1_700_000_000_000L + now));
        function("performanceNow", a -> (double) now);
        function("exhausted", a -> {
            exhausted = a[0].asString() + " " + a[1] + " " + a[2];
            throw new IllegalStateException("exhausted");
        });
        function("codecOpen", refusing(a -> codecs.open(a[0].asString(), a[1].asString())));
        function("codecFeed", refusing(a -> fed(a[0].asInt(), bytes(a, 1))));
        function("codecFinish", refusing(a -> finished(a[0].asInt())));
        function("codecNext", refusing(a -> codecs.next(a[0].asInt())));
        function("codecClose", a -> closed(a[0].asInt()));
        function("finished", a -> ++finishes);
        function("failed", this::failed);
    }

    /** @param function as the worker makes it: what it keeps lies in the engine's objects */
    void own(String name, Value function) {
        members.put(name, function);
    }

    private void function(String name, ProxyExecutable function) {
        members.put(name, function);
    }

    /** What Java refuses is a TypeError to JavaScript, as the worker makes it one. */
    private ProxyExecutable refusing(ProxyExecutable function) {
        return a -> {
            try {
                return function.execute(a);
            } catch (IllegalArgumentException | IllegalStateException e) {
                return context.eval("js", "(text) => { throw new TypeError(text); }")
                        .execute(e.getMessage());
            }
        };
    }

    private Object fed(int codec, byte[] piece) {
        codecs.feed(codec, piece);
        return null;
    }

    private Object finished(int codec) {
        codecs.finish(codec);
        return null;
    }

    private Object closed(int codec) {
        codecs.close(codec);
        return null;
    }

    private Object respond(Value[] a) {
        responses++;
        status = a[0].asInt();
        statusText = a[1].asString();
        headers = a[2].asString();
        kind = a[3].asInt();
        if (kind == 1) sent(1).bytes.writeBytes(bytes(a, 4));
        return null;
    }

    private Object write(Value[] a) {
        Sent stream = sent(a[0].asInt());
        byte[] bytes = bytes(a, 1);
        stream.bytes.writeBytes(bytes);
        stream.pieces.add(bytes.length);
        stream.credit -= bytes.length;
        return stream.credit;
    }

    private Object ended(int stream, String how) {
        sent(stream).end = how;
        return null;
    }

    private Object waiting(int stream, Value callback) {
        sent(stream).waiting = callback;
        return null;
    }

    private Object read(int stream, Value callback) {
        if (readers.put(stream, callback) != null) throw new IllegalStateException("two reads at a time");
        serve(stream);
        return null;
    }

    private void serve(int stream) {
        Queue<byte[]> pieces = incoming.getOrDefault(stream, new ArrayDeque<>());
        if (!readers.containsKey(stream)) return;
        if (!pieces.isEmpty()) {
            byte[] piece = pieces.remove();
            later(readers.remove(stream), 0, ByteBuffer.wrap(piece));
        } else if (endKinds.containsKey(stream)) {
            later(readers.remove(stream), endKinds.get(stream), null);
        }
    }

    /** Whoever is at the other end says again what it hears, and breaks off when it is asked to. */
    private Object said(Value[] a) {
        int in = a[0].asInt() + 1;
        if (!a[1].isString()) tell(in, 2, ByteBuffer.wrap(bytes(a, 1)));
        else if (a[1].asString().equals("break")) tell(in, 0);
        else tell(in, 1, a[1].asString());
        return 1 << 18;
    }

    private Object tell(int socket, Object... words) {
        words(socket).add(words);
        serveSocket(socket);
        return null;
    }

    private Object listen(int socket, Value callback) {
        if (readers.put(socket, callback) != null) throw new IllegalStateException("two listeners at a time");
        serveSocket(socket);
        return null;
    }

    private void serveSocket(int socket) {
        if (readers.containsKey(socket) && !words(socket).isEmpty())
            later(readers.remove(socket), words(socket).remove());
    }

    private Queue<Object[]> words(int socket) {
        return words.computeIfAbsent(socket, s -> new ArrayDeque<>());
    }

    private Object fetch(Value[] a) {
        int call = ++lastCall;
        int bodyKind = a[4].asInt();
        String body = bodyKind == 1 ? new String(bytes(a, 5), StandardCharsets.UTF_8) : "";
        fetches.add(new Fetch(
                call, a[0].asString(), a[1].asString(), a[2].asString(), a[3].asString(), bodyKind, body, a[8]));
        answer(fetches.getLast());
        return call;
    }

    /** Upstreams that tests may speak to; anything else stays unanswered. */
    private void answer(Fetch f) {
        String path = f.url.replaceFirst("^https?://upstream", "");
        if (path.startsWith("/echo")) {
            String text = f.method + " " + path + "\n" + f.headers + "\n\n" + f.body;
            later(
                    f.callback,
                    null,
                    200,
                    "OK",
                    f.url,
                    false,
                    "Content-Type\ntext/plain",
                    1,
                    ByteBuffer.wrap(utf8(text)));
        } else if (path.startsWith("/socket")) {
            later(f.callback, null, 101, "", f.url, false, "Sec-WebSocket-Protocol\nb", 2, null);
        } else if (path.startsWith("/refused")) {
            var error = ProxyObject.fromMap(Map.of("code", "egress-denied", "message", "upstream is private"));
            later(f.callback, error, 0, "", "", false, "", 0, null);
        } else if (path.startsWith("/stream")) {
            feed(2 * f.call + 1, "one", "two", "three");
            end(2 * f.call + 1, 1);
            later(f.callback, null, 200, "OK", f.url, true, "x-kind\nstreamed", 2, null);
        } else if (path.startsWith("/broken")) {
            feed(2 * f.call + 1, "half");
            end(2 * f.call + 1, 2);
            later(f.callback, null, 200, "OK", f.url, false, "", 2, null);
        } else if (path.startsWith("/endless")) {
            feed(2 * f.call + 1, "tick");
            later(f.callback, null, 200, "OK", f.url, false, "", 2, null);
        } else if (path.startsWith("/events")) {
            answerEvents(f);
        } else if (path.startsWith("/packed/")) {
            answerPacked(f, path.substring("/packed/".length()).split("/", -1));
        } else if (path.startsWith("/upload")) {
            later(f.callback, null, 204, "", f.url, false, "", 0, null);
        }
    }

    /** What a test compressed: {@code coding/hex}, in pieces of 7 bytes; {@code whole} behind it answers all at once. */
    private void answerPacked(Fetch f, String[] asked) {
        var headers = "content-encoding\n%s\ncontent-length\n%d".formatted(asked[0], asked[1].length() / 2);
        var bytes = HexFormat.of().parseHex(asked[1]);
        boolean whole = asked.length > 2;
        var pieces = incoming.computeIfAbsent(2 * f.call + 1, s -> new ArrayDeque<>());
        for (int at = 0; !whole && at < bytes.length; at += 7)
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 7)));
        endKinds.put(2 * f.call + 1, 1);
        later(f.callback, null, 200, "OK", f.url, false, headers, whole ? 1 : 2, whole ? ByteBuffer.wrap(bytes) : null);
    }

    /** An event each time it is asked, with what it was told of the last one, until it was asked often enough. */
    private void answerEvents(Fetch f) {
        if (fetches.size() > 2) {
            later(f.callback, null, 204, "", f.url, false, "", 0, null);
            return;
        }
        var last = f.headers
                .lines()
                .dropWhile(line -> !line.equals("last-event-id"))
                .skip(1)
                .findFirst();
        var text = "retry: 5\nid: 1é\ndata: after " + last.orElse("") + "\n\n";
        later(
                f.callback,
                null,
                200,
                "OK",
                f.url,
                false,
                "content-type\ntext/event-stream",
                1,
                ByteBuffer.wrap(utf8(text)));
    }

    private Object call(Value[] a) {
        calls.add(a[0].asString() + "." + a[1].asString() + a[2].asString());
        if (a[1].asString().equals("fails")) {
            later(a[3], ProxyObject.fromMap(Map.of("code", "not-found", "message", "there is none")), null);
        } else {
            later(a[3], null, "{\"got\":" + a[2].asString() + "}");
        }
        return null;
    }

    private Object timer(long ms, Value callback) {
        Timer timer = new Timer(now + ms, ++lastTimer, callback);
        timers.add(timer);
        timersById.put(timer.id, timer);
        return timer.id;
    }

    private Object clear(long id) {
        Timer timer = timersById.remove(id);
        return timer != null && timers.remove(timer);
    }

    private Object failed(Value[] a) {
        failure = a[0].asString();
        failureError = a[1];
        return null;
    }

    private static byte[] bytes(Value[] a, int at) {
        if (a[at].isString()) return utf8(a[at].asString());
        byte[] bytes = new byte[a[at + 2].asInt()];
        a[at].readBuffer(a[at + 1].asLong(), bytes, 0, bytes.length);
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void later(Value callback, Object... arguments) {
        events.add(() -> callback.executeVoid(arguments));
    }

    // ---- what tests do ----

    Sent sent(int stream) {
        return sent.computeIfAbsent(stream, s -> new Sent());
    }

    String body() {
        return sent(1).bytes.toString(StandardCharsets.UTF_8);
    }

    void feed(int stream, String... pieces) {
        Queue<byte[]> queue = incoming.computeIfAbsent(stream, s -> new ArrayDeque<>());
        for (String piece : pieces) queue.add(utf8(piece));
        serve(stream);
    }

    void end(int stream, int kind) {
        endKinds.put(stream, kind);
        serve(stream);
    }

    void grant(int stream, long credit) {
        Sent to = sent(stream);
        if (credit >= 0) to.credit += credit;
        Value waiting = to.waiting;
        to.waiting = null;
        if (waiting != null) later(waiting, credit);
    }

    /** Runs what is due now, without letting time pass. */
    void settle() {
        for (int step = 0; !events.isEmpty(); step++) {
            if (step > STEPS_MAX) throw new IllegalStateException("the isolate does not come to rest");
            events.remove().run();
        }
    }

    /** Runs until nothing is left to happen, or until the time. */
    void run(long untilMs) {
        settle();
        for (int step = 0; !timers.isEmpty() && timers.first().at <= untilMs; step++) {
            if (step > STEPS_MAX) throw new IllegalStateException("the isolate does not come to rest");
            Timer timer = timers.pollFirst();
            now = Math.max(now, timer.at);
            timer.callback.executeVoid();
            settle();
        }
    }

    void run() {
        run(Long.MAX_VALUE);
    }

    String failureMessage() {
        return failureError == null ? "" : failureError.getMember("message").asString();
    }

    @Override
    public Object getMember(String key) {
        return members.get(key);
    }

    @Override
    public Object getMemberKeys() {
        return ProxyArray.fromArray();
    }

    @Override
    public boolean hasMember(String key) {
        return members.containsKey(key);
    }

    @Override
    public void putMember(String key, Value value) {
        throw new UnsupportedOperationException();
    }
}
