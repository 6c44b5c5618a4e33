package dev.mayfly.isolates.worker;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Bounds;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** The host's end of a worker's connection, over a Unix domain socket as in real life. All tests share one worker. */
final class TestHost implements AutoCloseable {
    static final Worker WORKER = new Worker(2, Tier.INTERPRETER);
    static final Bounds BOUNDS = new Bounds(10_000, 60_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100);
    private static final String NO_ENV = "{\"vars\":{},\"secrets\":{},\"bindings\":{}}";
    private static final long PATIENCE_S = 60;

    private final SocketChannel channel;
    /** How the worker left: null when it saw the end of the connection and was content. */
    final CompletableFuture<Throwable> left = new CompletableFuture<>();

    final BlockingQueue<Message> toConnection = new LinkedBlockingQueue<>();
    private final Map<Integer, Invocation> invocations = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger keys = new AtomicInteger();

    TestHost() {
        try {
            var folder = Files.createTempDirectory("mf");
            var path = folder.resolve("s");
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(path));
                var workerEnd = SocketChannel.open(UnixDomainSocketAddress.of(path));
                channel = server.accept();
                daemon(() -> serve(workerEnd));
            } finally {
                Files.deleteIfExists(path);
                Files.deleteIfExists(folder);
            }
            daemon(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SocketChannel workerEnd) {
        try (workerEnd) {
            WORKER.serve(workerEnd, workerEnd);
            left.complete(null);
        } catch (Throwable e) {
            left.complete(e);
        }
    }

    private static void daemon(Runnable action) {
        var thread = new Thread(action);
        thread.setDaemon(true);
        thread.start();
    }

    // ---- deployments ----

    int deploy(String mainText) {
        return deploy(NO_ENV, Map.of("index.js", mainText));
    }

    /** Deploys files; the first is the main one. Their ends name their kinds. */
    int deploy(String env, Map<String, String> files) {
        var modules = new ArrayList<Message.Module>();
        new LinkedHashMap<>(files)
                .forEach((name, text) ->
                        modules.add(new Message.Module(name, kind(name), text.getBytes(StandardCharsets.UTF_8))));
        return deploy(env, files.containsKey("index.js") ? "index.js" : "src/index.js", modules);
    }

    int deploy(String env, String main, List<Message.Module> modules) {
        return deploy(env, main, modules, List.of());
    }

    int deploy(String env, String main, List<Message.Module> modules, List<String> flags) {
        int key = keys.incrementAndGet();
        send(0, new Message.Deploy(key, "acme", "f", "v1", main, modules, env, flags));
        return key;
    }

    private static String kind(String name) {
        if (name.endsWith(".json")) return "json";
        if (name.endsWith(".txt")) return "text";
        return name.endsWith(".bin") ? "data" : "esm";
    }

    // ---- invocations ----

    Invocation get(String mainText) {
        return invoke(deploy(mainText), BOUNDS);
    }

    Invocation get(String mainText, Bounds bounds) {
        return invoke(deploy(mainText), bounds);
    }

    Invocation invoke(int deployment, Bounds bounds) {
        return invoke(deployment, bounds, Body.NONE, call -> null);
    }

    Invocation invoke(int deployment, Bounds bounds, Body body, Function<Message.Call, Message.Result> outside) {
        return start(deployment, Message.Purpose.FETCH, bounds, body, outside);
    }

    Message.Done inspect(int deployment) {
        return inspect(deployment, BOUNDS);
    }

    Message.Done inspect(int deployment, Bounds bounds) {
        return start(deployment, Message.Purpose.INSPECT, bounds, Body.NONE, call -> null)
                .done();
    }

    /** A request that asks for a socket. */
    Invocation upgrade(String mainText, Bounds bounds) {
        return start(deploy(mainText), Message.Purpose.FETCH, bounds, Body.NONE, call -> null, "upgrade", "WebSocket");
    }

    private Invocation start(
            int deployment,
            Message.Purpose purpose,
            Bounds bounds,
            Body body,
            Function<Message.Call, Message.Result> outside,
            String... more) {
        var invocation = new Invocation(ids.incrementAndGet(), outside);
        invocations.put(invocation.id, invocation);
        var headers = Stream.concat(Stream.of("host", "f.acme.localhost", "accept", "*/*"), Stream.of(more))
                .toArray(String[]::new);
        var url = "http://f.acme.localhost/path?a=1";
        var method = body instanceof Body.None ? "GET" : "POST";
        send(invocation.id, new Message.Invoke(deployment, purpose, bounds, "", method, url, headers, body));
        return invocation;
    }

    final class Invocation {
        final int id;
        final List<Message.Log> logs = new ArrayList<>();
        final CompletableFuture<Message.Head> head = new CompletableFuture<>();
        private final CompletableFuture<Message.Done> done = new CompletableFuture<>();
        final BlockingQueue<Message> all = new LinkedBlockingQueue<>();
        private final Function<Message.Call, Message.Result> outside;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        /** Whether this host takes all that the function sends. */
        volatile boolean reading = true;

        volatile boolean stuck;

        Invocation(int id, Function<Message.Call, Message.Result> outside) {
            this.id = id;
            this.outside = outside;
        }

        private void take(Message message) {
            switch (message) {
                case Message.Head h -> {
                    if (h.body() instanceof Body.Inline(byte[] bytes)) body.writeBytes(bytes);
                    head.complete(h);
                }
                case Message.Data data -> {
                    if (data.stream() == Frames.RESPONSE_BODY) body.writeBytes(data.bytes());
                    if (reading && data.bytes().length > 0) say(new Message.Credit(data.stream(), data.bytes().length));
                }
                case Message.Log line -> logs.add(line);
                case Message.Stuck s -> stuck = true;
                case Message.Call call -> {
                    var result = outside.apply(call);
                    if (result != null) say(result);
                }
                case Message.Done d -> {
                    invocations.remove(id);
                    done.complete(d);
                }
                default -> {}
            }
            all.add(message);
        }

        void say(Message message) {
            send(id, message);
        }

        Message.Done done() {
            return await(done);
        }

        boolean isDone() {
            return done.isDone();
        }

        int received() {
            return body.size();
        }

        /** The whole answer; fails unless the invocation ended well. */
        String text() {
            var end = done();
            if (end.end() != Message.End.OK) throw new AssertionError("ended as " + end);
            return body.toString(StandardCharsets.UTF_8);
        }

        int status() {
            return await(head).status();
        }

        /** Waits for a message of this type. */
        <T extends Message> T next(Class<T> type) {
            try {
                while (true) {
                    var message = all.poll(PATIENCE_S, TimeUnit.SECONDS);
                    if (message == null) throw new AssertionError("no " + type.getSimpleName() + " came");
                    if (type.isInstance(message)) return type.cast(message);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("it did not come", e);
        }
    }

    // ---- frames ----

    synchronized void send(int id, Message message) {
        var frame = new FrameWriter(1024);
        message.write(frame, id);
        raw(frame.toBytes());
    }

    synchronized void raw(byte[] bytes) {
        try {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try {
            var in = new DataInputStream(Channels.newInputStream(channel));
            while (true) {
                var frame = new byte[in.readInt()];
                in.readFully(frame);
                var reader = new FrameReader(frame, 0, frame.length);
                var type = FrameType.of(reader.u8(), FrameType.Sender.WORKER);
                int id = reader.u32();
                var message = Message.read(type, reader);
                if (id == 0) toConnection.add(message);
                else if (invocations.containsKey(id)) invocations.get(id).take(message);
                else throw new AssertionError("a message after the end of " + id + ": " + message);
            }
        } catch (IOException e) {
            // The connection is closed.
        }
    }

    Message nextOfConnection() {
        try {
            return toConnection.poll(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
