package dev.mayfly.isolates.worker;

import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.worker.engine.Deployment;
import dev.mayfly.isolates.worker.isolate.Isolate;
import dev.mayfly.isolates.worker.isolate.Isolates;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A host's connection: its deployments, its invocations, and the reader that deals frames out to them. */
final class Connection {
    static final int INVOCATIONS_MAX = 10_000;
    static final int DEPLOYMENTS_MAX = 10_000;

    private final Isolates isolates;
    private final Runnable onInvocation;
    private final FrameSource in;
    private final Outbox out;
    private final Map<Integer, Deployment> deployments = new HashMap<>();
    private final Map<Integer, Isolate> running = new ConcurrentHashMap<>();

    Connection(Isolates isolates, ReadableByteChannel in, WritableByteChannel out, Runnable onInvocation) {
        this.isolates = isolates;
        this.onInvocation = onInvocation;
        this.in = new FrameSource(in);
        this.out = new Outbox(out, isolates::tidy, () -> close(in));
    }

    /** Says hello and serves until the host closes the connection; what still runs then is ended. */
    void serve() throws IOException {
        var engine = isolates.engine();
        out.send(
                0, new Message.Hello(Frames.PROTOCOL, ProcessHandle.current().pid(), engine.name(), engine.compiles()));
        out.flush();
        try {
            while (in.next()) {
                take(in.type(), in.id(), in.payload());
                if (!in.hasMore()) out.flush();
            }
        } finally {
            for (var isolate : running.values()) isolate.cancel("");
        }
    }

    private void take(FrameType type, int id, FrameReader payload) {
        switch (Message.read(type, payload)) {
            case Message.Deploy deploy -> deploy(deploy);
            case Message.Forget(int key) -> deployments.remove(key);
            case Message.Invoke invoke -> invoke(id, invoke);
            case Message.Ping ping -> out.send(0, new Message.Pong());
            case Message.Abort abort -> running(id).ifPresent(Isolate::abort);
            case Message.Cancel(String limit) -> running(id).ifPresent(isolate -> isolate.cancel(limit));
            case Message.Result result -> running(id).ifPresent(isolate -> isolate.result(result));
            case Message.Data data -> running(id).ifPresent(isolate -> isolate.data(data));
            case Message.Credit credit -> running(id).ifPresent(isolate -> isolate.credit(credit));
            default -> throw new MalformedFrame("no host sends " + type);
        }
    }

    private void deploy(Message.Deploy deploy) {
        if (deployments.size() >= DEPLOYMENTS_MAX) throw new MalformedFrame("too many deployments");
        if (deployments.putIfAbsent(deploy.key(), new Deployment(deploy)) != null) {
            throw new MalformedFrame("there is a deployment %d already".formatted(deploy.key()));
        }
    }

    private void invoke(int id, Message.Invoke invoke) {
        var deployment = deployments.get(invoke.deployment());
        if (deployment == null) throw new MalformedFrame("no deployment has the key " + invoke.deployment());
        if (id == 0 || running.containsKey(id)) throw new MalformedFrame("an invocation cannot have the id " + id);
        if (running.size() >= INVOCATIONS_MAX) throw new MalformedFrame("too many invocations");
        var isolate = isolates.create(id, invoke, deployment, out, over -> running.remove(over.id()));
        running.put(id, isolate);
        onInvocation.run();
        isolates.start(isolate);
    }

    /** The invocation of this id; one that has ended is none, and what comes for it came too late. */
    private Optional<Isolate> running(int id) {
        return Optional.ofNullable(running.get(id));
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("mayfly worker: the connection does not close: " + e.getMessage());
        }
    }
}
