package dev.mayfly.isolates.worker;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Synthetic invocations over a connection inside the process: they go the way that real ones go, so that classes are loaded, sources
 * parsed and code warm before a host is there. The build trains the start-up cache with it.
 */
final class Training {
    private static final Message.Bounds BOUNDS =
            new Message.Bounds(60_000, 60_000, 64L << 20, Long.MAX_VALUE, 10 << 20, 64 << 10, 50, 100);
    private static final String ENV = "{\"vars\":{\"NAME\":\"training\"},\"secrets\":{},\"bindings\":{}}";
    private static final byte[] REQUEST_BODY = ("{\"items\":["
                    + "{\"id\":1,\"name\":\"one\",\"price\":1.5,\"active\":true,\"parts\":[1,20,300],\"note\":null},"
                            .repeat(30)
                    + "{\"id\":2,\"name\":\"two\",\"price\":2,\"active\":false,\"parts\":[],\"note\":\"last\"}]}")
            .getBytes(StandardCharsets.UTF_8);

    /** What is asked of the worker: each shape is a function that uses another part of the platform. */
    static final List<String> SHAPES =
            List.of("export default { fetch() { return new Response('hello'); } };", """
            export default { async fetch(request, env) {
              const { items } = await request.json();
              console.log('items', items.length);
              const kept = items.filter((i) => i.active).map((i) => ({ ...i, label: i.name.toUpperCase(), total: i.parts.reduce((a, b) => a + b, 0) * 1.2 }));
              return Response.json({ name: env.NAME, count: kept.length, items: kept.sort((a, b) => b.total - a.total || a.id - b.id) });
            } };""", """
            export default { fetch(request, env, ctx) {
              const encoder = new TextEncoder();
              let n = 0;
              ctx.waitUntil(new Promise(done => setTimeout(done, 1)));
              return new Response(new ReadableStream({ pull(c) { n < 4 ? c.enqueue(encoder.encode('piece ' + n++)) : c.close(); } }),
                { status: 201, headers: { 'content-type': 'text/event-stream' } });
            } };""", """
            export default { async fetch(request) {
              const data = new TextEncoder().encode('abc' + crypto.randomUUID());
              const digest = await crypto.subtle.digest('SHA-256', data);
              return new Response(btoa(String.fromCharCode(...new Uint8Array(digest))));
            } };""", """
            export default { async fetch(request) {
              const url = new URL(request.url);
              const q = new URLSearchParams(url.search);
              q.append('b', 'x y');
              const upstream = await fetch(new URL('/up?' + q, url), { method: 'POST', body: 'ping', headers: { 'x-a': '1' } });
              return new Response(upstream.headers.get('x-up') + await upstream.text(), { headers: new Headers(request.headers) });
            } };""", """
            export default { fetch(request) {
              const day = new Date(0), words = ['b', 'ä', 'a'].sort((a, b) => a.localeCompare(b));
              return Response.json([words, (1234.5).toLocaleString(), day.toLocaleString(), new Intl.NumberFormat('de').format(1e6),
                new Intl.DateTimeFormat('en').format(day), [...new Intl.Segmenter().segment('ab')].length, 'ß'.normalize('NFKC'),
                new Intl.PluralRules('en').select(2), request.method], { headers: { 'x-a': '1' } });
            } };""", """
            export default { async fetch(request) {
              const { subtle } = crypto, data = new Uint8Array(100), iv = new Uint8Array(12), gcm = { name: 'AES-GCM', iv };
              const hmac = await subtle.importKey('raw', data, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
              await subtle.verify('HMAC', hmac, await subtle.sign('HMAC', hmac, data), data);
              const seed = await subtle.importKey('raw', data, 'HKDF', false, ['deriveKey']);
              const how = { name: 'HKDF', hash: 'SHA-256', salt: iv, info: iv };
              const key = await subtle.deriveKey(how, seed, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
              const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
              const jwk = await subtle.exportKey('jwk', pair.publicKey), ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
              const open = await subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
              const good = await subtle.verify(ecdsa, open, await subtle.sign(ecdsa, pair.privateKey, data), data);
              return new Response(good + await subtle.decrypt(gcm, key, await subtle.encrypt(gcm, key, data)));
            } };""");

    /** How many of them, the first, a worker runs before it serves: keys on curves would make its start longer, and few functions have any. */
    static final int AT_START = 6;

    /** Enough to have compiled what all functions use. */
    static final int WHILE_IDLE_MAX = 900;

    /** The order of shapes: most functions read and write JSON. */
    private static final int[] TURNS = {0, 1, 2, 1, 3, 1, 4, 5, 6};

    /** It rests as long as it has worked, so that it takes half a core at most, but never longer than this. */
    private static final long PAUSE_NS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

    private final Worker worker;
    private final int whileIdleMax;
    private final Quiet quiet = new Quiet();

    Training(Worker worker) {
        this(worker, WHILE_IDLE_MAX);
    }

    Training(Worker worker, int whileIdleMax) {
        this.worker = worker;
        this.whileIdleMax = whileIdleMax;
    }

    /** Runs so many invocations, of all shapes in turn, one after the other. */
    void run(int invocations) throws IOException {
        var session = new Session();
        session.run(invocations);
        try {
            session.serving.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Goes on whenever the worker has been without real work for a while; so many invocations in all, {@link #WHILE_IDLE_MAX} unless told otherwise. */
    Thread goOnWhileIdle() throws IOException {
        var session = new Session();
        var thread = new Thread(
                () -> {
                    try {
                        session.runWhile(quiet);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException e) {
                        System.err.println("mayfly worker: training ended early: " + e.getMessage());
                    }
                },
                "mayfly-idle");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        return thread;
    }

    /** There is real work: no more training for a while, once the invocation under way is over. */
    void disturbed() {
        quiet.disturbed();
    }

    /** A host and a worker that talk through pipes, which are open from the start: a sealed worker opens none. */
    private final class Session {
        private final Pipe toWorker = Pipe.open();
        private final Pipe toHost = Pipe.open();
        private final Thread serving = new Thread(() -> serve(toWorker, toHost), "mayfly-training");

        Session() throws IOException {
            serving.setDaemon(true);
            serving.start();
        }

        void run(int invocations) throws IOException {
            try (var source = toHost.source();
                    var sink = toWorker.sink()) {
                var host = prepared(source, sink);
                for (int i = 0; i < invocations; i++) host.invoke(i + 1, i % SHAPES.size());
            }
        }

        void runWhile(Quiet quiet) throws IOException, InterruptedException {
            try (var source = toHost.source();
                    var sink = toWorker.sink()) {
                var host = prepared(source, sink);
                for (int i = 0; i < whileIdleMax; i++) {
                    quiet.await();
                    long began = System.nanoTime();
                    host.invoke(i + 1, TURNS[i % TURNS.length]);
                    TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE_NS_MAX, System.nanoTime() - began));
                }
            }
        }

        private Host prepared(Pipe.SourceChannel source, Pipe.SinkChannel sink) throws IOException {
            var host = new Host(new DataInputStream(Channels.newInputStream(source)), sink);
            host.awaitHello();
            host.deployAll();
            return host;
        }
    }

    private void serve(Pipe toWorker, Pipe toHost) {
        try (var in = toWorker.source();
                var out = toHost.sink()) {
            worker.serve(in, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The host's end of the connection, just able enough. */
    private record Host(DataInputStream in, Pipe.SinkChannel out) {
        void awaitHello() throws IOException {
            if (!(next() instanceof Message.Hello)) throw new IllegalStateException("a worker says hello first");
        }

        void deployAll() throws IOException {
            for (int key = 0; key < SHAPES.size(); key++) {
                var module =
                        new Message.Module("index.js", "esm", SHAPES.get(key).getBytes(StandardCharsets.UTF_8));
                send(0, new Message.Deploy(key, "mayfly", "training", "1", "index.js", List.of(module), ENV));
            }
        }

        void invoke(int id, int shape) throws IOException {
            var body = shape == 1 ? new Body.Inline(REQUEST_BODY) : Body.NONE;
            String[] headers = {"host", "training.localhost", "accept", "*/*"};
            send(
                    id,
                    new Message.Invoke(
                            shape,
                            Message.Purpose.FETCH,
                            BOUNDS,
                            "",
                            "GET",
                            "http://training.localhost/a?b=c",
                            headers,
                            body));
            while (true) {
                switch (next()) {
                    case Message.Done done -> {
                        if (done.end() == Message.End.OK) return;
                        throw new IllegalStateException("a training invocation ended as " + done);
                    }
                    case Message.Call call ->
                        send(
                                id,
                                new Message.Result.Response(
                                        call.call(),
                                        200,
                                        "OK",
                                        "http://up.localhost/",
                                        false,
                                        new String[] {"x-up", "1"},
                                        new Body.Inline(REQUEST_BODY)));
                    case Message.Data data
                    when data.bytes().length > 0 -> send(id, new Message.Credit(data.stream(), data.bytes().length));
                    default -> {}
                }
            }
        }

        private void send(int id, Message message) throws IOException {
            var frame = new FrameWriter(1024);
            message.write(frame, id);
            var bytes = ByteBuffer.wrap(frame.array(), 0, frame.size());
            while (bytes.hasRemaining()) out.write(bytes);
        }

        private Message next() throws IOException {
            var frame = new byte[in.readInt()];
            in.readFully(frame);
            var type = FrameType.of(frame[0], FrameType.Sender.WORKER);
            return Message.read(
                    type, new FrameReader(frame, Frames.HEADER_LENGTH - 4, frame.length - Frames.HEADER_LENGTH + 4));
        }
    }
}
