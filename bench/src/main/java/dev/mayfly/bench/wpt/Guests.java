package dev.mayfly.bench.wpt;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.worker.Worker;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A host of a worker in this process, just able enough to run one file after the other and to give them files of the checkout. */
final class Guests implements AutoCloseable {
    static final String ORIGIN = "http://web-platform.test:8000/";
    private static final long MIB = 1L << 20;
    /** Far above what a test needs: what is looked for here is conformance, and limits have tests of their own. */
    private static final Message.Bounds BOUNDS =
            new Message.Bounds(120_000, 90_000, 400 * MIB, 64L << 30, (int) (128 * MIB), (int) MIB, 1000, 1000);

    /** The one address of a server that is as good as a file: it answers with the body that it gets. */
    private static final String ECHO = "/fetch/api/resources/echo-content.py";

    private static final String NO_ENV = "{\"vars\":{},\"secrets\":{},\"bindings\":{}}";
    private static final String[] HEADERS = {"host", "web-platform.test:8000"};

    private final Pipe.SinkChannel out;
    private final DataInputStream in;
    private final Checkout checkout;
    private int runs;

    Guests(Worker worker, Checkout checkout) throws IOException {
        this.checkout = checkout;
        var toWorker = Pipe.open();
        var toHost = Pipe.open();
        Thread.ofPlatform().daemon().name("wpt-worker").start(() -> {
            try (var source = toWorker.source();
                    var sink = toHost.sink()) {
                worker.serve(source, sink);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        out = toWorker.sink();
        in = new DataInputStream(Channels.newInputStream(toHost.source()));
        if (!(next() instanceof Message.Hello)) throw new IOException("a worker says hello first");
    }

    /** The JSON that the main module answers with, or why there is none. */
    sealed interface Answer {
        record Results(String json) implements Answer {}

        record Nothing(String why) implements Answer {}
    }

    Answer run(String page, List<Message.Module> modules) throws IOException {
        int run = ++runs;
        send(0, new Message.Deploy(run, "mayfly", "wpt", "1", "index.js", modules, NO_ENV));
        send(run, new Message.Invoke(run, Message.Purpose.FETCH, BOUNDS, "", "GET", page, HEADERS, Body.NONE));
        var body = new ByteArrayOutputStream();
        while (true) {
            switch (next()) {
                case Message.Head head when head.body() instanceof Body.Inline(byte[] bytes) -> body.writeBytes(bytes);
                case Message.Data data -> {
                    if (data.stream() == Frames.RESPONSE_BODY) body.writeBytes(data.bytes());
                    if (data.bytes().length > 0) send(run, new Message.Credit(data.stream(), data.bytes().length));
                }
                case Message.Call.Fetch call -> send(run, call.url().endsWith(ECHO) ? echo(call) : file(call, page));
                case Message.Call.Method call ->
                    send(run, new Message.Result.Refused(call.call(), "not-found", "there are no bindings here"));
                case Message.Done done -> {
                    send(0, new Message.Forget(run));
                    return done.end() == Message.End.OK
                            ? new Answer.Results(body.toString(StandardCharsets.UTF_8))
                            : new Answer.Nothing(done.end() + " " + done.code() + " " + done.detail());
                }
                default -> {}
            }
        }
    }

    private static Message.Result echo(Message.Call.Fetch call) {
        return new Message.Result.Response(call.call(), 200, "OK", call.url(), false, new String[0], call.body());
    }

    private Message.Result file(Message.Call.Fetch call, String page) throws IOException {
        var found = call.url().startsWith(ORIGIN)
                ? checkout.file(URI.create(call.url()).getPath())
                : Optional.<Path>empty();
        if (found.isEmpty()) {
            // The page of a test is one that `wpt serve` makes; all else that is not there is not found, as anywhere.
            boolean ours = call.url().startsWith(ORIGIN);
            if (!ours) return new Message.Result.Refused(call.call(), "not-found", "no server " + call.url());
            int status = call.url().equals(page) ? 200 : 404;
            String[] none = {"content-type", "text/html"};
            return new Message.Result.Response(call.call(), status, "", call.url(), false, none, Body.NONE);
        }
        var file = found.get();
        var type = file.toString().endsWith(".json") ? "application/json" : "application/octet-stream";
        String[] headers = {"content-type", type};
        var content = new Body.Inline(Files.readAllBytes(file));
        return new Message.Result.Response(call.call(), 200, "OK", call.url(), false, headers, content);
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
        int header = Frames.HEADER_LENGTH - 4;
        return Message.read(type, new FrameReader(frame, header, frame.length - header));
    }

    @Override
    public void close() throws IOException {
        out.close();
        in.close();
    }
}
