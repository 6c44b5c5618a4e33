package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.process.Launcher;
import dev.mayfly.isolates.process.Launcher.Launch;
import dev.mayfly.isolates.process.Launcher.Priority;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** The sockets that workers come in by. Each worker has one of its own, which takes one connection and vanishes behind it. */
final class Doors {
    private static final Logger log = Logger.getLogger(Doors.class);

    private final Vertx vertx;
    private final ContextInternal context;
    private final Launcher launcher;
    private final Map<Integer, NetServer> listening = new HashMap<>();

    Doors(Vertx vertx, ContextInternal context, Launcher launcher) {
        this.vertx = vertx;
        this.context = context;
        this.launcher = launcher;
    }

    /** Listens, starts the worker, and gives it its link when it comes. */
    void open(Worker worker, Priority priority, BiConsumer<Worker, String> failed) {
        context.<Path>executeBlocking(() -> launcher.socket(worker.number), false)
                .compose(path -> {
                    NetServer server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(false));
                    listening.put(worker.number, server);
                    server.connectHandler(socket -> {
                        if (worker.gone || worker.link != null) {
                            socket.close();
                            return;
                        }
                        worker.link = new WorkerLink(context, socket, worker);
                        release(worker);
                    });
                    return server.listen(SocketAddress.domainSocketAddress(path.toString()))
                            .map(path);
                })
                .onSuccess(path -> {
                    if (worker.gone) shut(worker);
                    else
                        worker.process = launcher.launch(
                                new Launch(worker.number, worker.tier, priority, path),
                                reason -> context.runOnContext(v -> exited(worker, reason, failed)));
                })
                .onFailure(e -> failed.accept(worker, "no socket for it: " + e));
    }

    /** What a worker said last may still be on its way: the end of a connected one is the end of its socket. */
    private static void exited(Worker worker, String reason, BiConsumer<Worker, String> failed) {
        log.debugf("%s: %s", worker.name(), reason);
        if (worker.link == null) failed.accept(worker, reason);
    }

    /** Ends the worker and whatever leads to it. */
    void shut(Worker worker) {
        worker.gone = true;
        WorkerLink link = worker.link;
        boolean ending = link != null && link.ended();
        if (link != null) link.close();
        Launcher.Running process = worker.process;
        if (process != null && ending) process.expectEnd();
        else if (process != null) process.kill();
        NetServer server = listening.remove(worker.number);
        if (server != null) server.close();
        release(worker);
    }

    private void release(Worker worker) {
        context.executeBlocking(
                () -> {
                    launcher.release(worker.number);
                    return null;
                },
                false);
    }
}
