package dev.mayfly.bench.isolates;

import dev.mayfly.isolates.LockIn;
import dev.mayfly.isolates.guard.Initialised;
import dev.mayfly.isolates.process.Launcher;
import dev.mayfly.isolates.worker.Tier;
import dev.mayfly.isolates.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Starts workers as threads of this process: all that the host does stays, the process boundary goes. For measurements only. */
final class InProcess implements Launcher {
    private final Path directory;

    InProcess() throws IOException {
        directory = Files.createTempDirectory("mayfly-b");
    }

    @Override
    public Path socket(int worker) {
        return directory.resolve("s" + worker);
    }

    @Override
    public Running launch(Launch launch, Consumer<String> exited) {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            Thread.ofPlatform()
                    .name("mayfly-worker-" + launch.worker())
                    .daemon()
                    .start(() -> exited.accept(serve(launch, channel)));
            return new Connected(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The steps of a worker process; gives the reason of its end. */
    private static String serve(Launch launch, SocketChannel channel) {
        Tier tier = switch (launch.tier()) {
            case interpreter -> Tier.INTERPRETER;
            case jit -> Tier.JIT;
        };
        try (channel;
                Worker worker = new Worker(Runtime.getRuntime().availableProcessors(), tier)) {
            Initialised.everything();
            if (!worker.isolates().measuresHeap()) throw new IllegalStateException("the engine is not woven");
            channel.connect(UnixDomainSocketAddress.of(launch.socket()));
            worker.serve(channel, channel);
            return "its host closed the connection";
        } catch (IOException | RuntimeException e) {
            System.err.println("the worker in this process ended: " + e);
            return e.toString();
        }
    }

    @Override
    public void release(int worker) {
        delete(socket(worker));
    }

    @Override
    public LockIn lockIn() {
        return new LockIn(Set.of(), List.of("the worker runs in this process"));
    }

    @Override
    public void close() {
        delete(directory);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Connected(SocketChannel channel) implements Running {
        @Override
        public long pid() {
            return 0;
        }

        @Override
        public void kill() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void raisePriority() {}
    }
}
