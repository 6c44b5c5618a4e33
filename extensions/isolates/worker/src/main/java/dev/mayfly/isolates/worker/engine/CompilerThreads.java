package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.Truffle;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The threads that compile hot guest code. The engine starts one when it is needed, on the thread of the guest that needs it, and lets
 * it go when it was idle: a guest's thread may have a low priority, which its compiler would inherit and keep for all. So they are
 * started with the worker, and stay.
 */
final class CompilerThreads {
    private CompilerThreads() {}

    /** Starts them on this thread, once guest code has run on the engine. Only where guest code is compiled. */
    static void keep() {
        var threads = pool();
        threads.allowCoreThreadTimeOut(false);
        threads.prestartAllCoreThreads();
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
