package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.Truffle;
import dev.mayfly.isolates.worker.seal.Kernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;

/**
 * The threads that compile hot guest code. What one guest has compiled, seconds for a large function, is billed to nobody, so they give
 * way to guests that are being answered.
 */
final class CompilerThreads {
    /** A third of an ordinary thread's weight where both want the processor: hot code becomes fast on a busy machine too. The host knows it as well. */
    static final int NICE = 5;

    /** Of their names, what the kernel keeps. */
    private static final String NAME = "TruffleCompiler";

    private static final Path TASKS = Path.of("/proc/self/task");

    private CompilerThreads() {}

    /**
     * Starts them on this thread, once guest code has run on the engine and before the worker is sealed. Only where guest code is compiled.
     * The engine itself starts one when it is needed, on the thread of the guest that needs it, and lets it go when it was idle: it would
     * inherit a hog's priority, and keep it for all.
     */
    static void keep() {
        var threads = pool();
        threads.allowCoreThreadTimeOut(false);
        threads.prestartAllCoreThreads();
        giveWay();
    }

    /** Where threads have no priority of their own (another system) nothing happens; nothing depends on it. */
    private static void giveWay() {
        if (!Files.isDirectory(TASKS)) return;
        try (Stream<Path> tasks = Files.list(TASKS)) {
            tasks.filter(CompilerThreads::compiles).forEach(CompilerThreads::giveWay);
        } catch (IOException e) {
            throw new UncheckedIOException("this process cannot see its own threads", e);
        }
    }

    private static void giveWay(Path task) {
        Kernel.setPriority(Integer.parseInt(String.valueOf(task.getFileName())), NICE);
    }

    private static boolean compiles(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith(NAME);
        } catch (IOException ended) {
            return false;
        }
    }

    static ThreadPoolExecutor pool() {
        var runtime = Truffle.getRuntime();
        try {
            var queue = runtime.getClass().getMethod("getCompileQueue").invoke(runtime);
            var executor = queue.getClass().getSuperclass().getDeclaredField("executor");
            executor.setAccessible(true);
            if (executor.get(queue) instanceof ThreadPoolExecutor threads) return threads;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this engine's compiler threads cannot be kept", e);
        }
        throw new IllegalStateException("the engine has no threads that compile before it has run guest code");
    }
}
