package dev.mayfly.isolates.worker;

import dev.mayfly.isolates.worker.isolate.Isolates;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A worker: one engine and its threads, serving a host over a connection. Also embeddable, for tests and measurements. */
public final class Worker implements AutoCloseable {
    private final Isolates isolates;

    /** The engine does not run guests in the way that was asked for. */
    public static final class WrongEngine extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongEngine(String message) {
            super(message);
        }
    }

    public Worker(int guestThreads, Tier tier) {
        isolates = new Isolates(guestThreads);
        if (tier == Tier.JIT && !isolates.engine().compiles()) {
            var name = isolates.engine().name();
            isolates.close();
            throw new WrongEngine("the tier jit was asked for, but the engine is " + name);
        }
    }

    /** Serves one host until it closes the connection. */
    public void serve(ReadableByteChannel in, WritableByteChannel out) throws IOException {
        serve(in, out, () -> {});
    }

    /** The same; {@code onInvocation} is told whenever one begins. */
    void serve(ReadableByteChannel in, WritableByteChannel out, Runnable onInvocation) throws IOException {
        new Connection(isolates, in, out, onInvocation).serve();
    }

    /** What all isolates of this worker share. */
    public Isolates isolates() {
        return isolates;
    }

    @Override
    public void close() {
        isolates.close();
    }
}
