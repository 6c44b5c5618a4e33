package dev.mayfly.isolates.worker;

import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.guard.Initialised;
import dev.mayfly.isolates.worker.seal.Seal;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * The worker process. Exit codes: 0 the host closed the connection, or training is done; 1 the connection broke; 2 wrong options;
 * 3 the engine is not what was asked for; 4 the host broke the protocol; 5 a thread of the worker's own failed; 6 it should seal itself
 * and cannot.
 */
public final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(WorkerMain::die);
        Runtime.getRuntime().halt(run(arguments));
    }

    /** A thread of the worker's own failed, for want of memory perhaps: what it looked after is not looked after any more. */
    private static void die(Thread thread, Throwable why) {
        try {
            System.err.println("mayfly worker: " + thread.getName() + " failed: " + why);
        } finally {
            Runtime.getRuntime().halt(5);
        }
    }

    /** Everything but the exit, which is abrupt on purpose: nothing in this process is worth waiting for. */
    static int run(String[] arguments) {
        WorkerOptions options;
        try {
            options = WorkerOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            return stop(2, e);
        }
        try (var worker = new Worker(options.guestThreads(), options.tier())) {
            Initialised.everything();
            Seal.prepare();
            if (!worker.isolates().measuresHeap())
                throw new Worker.WrongEngine("live heap cannot be measured: the engine is not woven");
            if (options.train() > 0) new Training(worker).run(options.train());
            else serve(worker, options);
            return 0;
        } catch (Worker.WrongEngine e) {
            return stop(3, e);
        } catch (MalformedFrame e) {
            return stop(4, e);
        } catch (Seal.NotSealed e) {
            return stop(6, e);
        } catch (IOException | RuntimeException e) {
            return stop(1, e);
        }
    }

    private static void serve(Worker worker, WorkerOptions options) throws IOException {
        var training = new Training(worker);
        training.run(Training.AT_START);
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(options.socket().orElseThrow()));
            training.goOnWhileIdle();
            if (options.sealed()) Seal.close();
            worker.serve(channel, channel, training::disturbed);
        }
    }

    private static int stop(int code, Exception why) {
        System.err.println("mayfly worker: " + (why.getMessage() == null ? why : why.getMessage()));
        return code;
    }
}
