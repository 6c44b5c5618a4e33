package dev.mayfly.isolates.process;

import dev.mayfly.isolates.LockIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Starts workers. The supervisor knows no more of processes than this. */
public interface Launcher extends AutoCloseable {
    /** Where the socket of this worker shall be; its directory is there. */
    Path socket(int worker) throws IOException;

    /** Starts a worker that will connect to its socket, which is listening by now. Never blocks; {@code exited} comes on any thread. */
    Running launch(Launch launch, Consumer<String> exited);

    /** The worker's socket is of no more use. */
    void release(int worker);

    LockIn lockIn();

    /** Kills what is left, waits a moment for it to be gone, and removes the sockets. */
    @Override
    void close();

    /** What is to be started. */
    record Launch(int worker, Tier tier, Priority priority, Path socket) {}

    enum Priority {
        ordinary,
        /** Gives way to everything else, until {@link Running#raisePriority}. */
        background
    }

    /** A process that was started. */
    interface Running {
        /** Of the process, or 0 while it has none. */
        long pid();

        /** Ends it at once and for good. */
        void kill();

        /** It is ending, as its socket did: it may say why, and is killed when that takes it long. */
        default void expectEnd() {
            kill();
        }

        /** Gives a background process its ordinary priority. */
        void raisePriority();
    }
}
