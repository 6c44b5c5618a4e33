package dev.mayfly.standalone;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The order of the end, within 5 s: services finish their requests, then the servers stop, then this process is gone. A signal
 * ends the JVM while services still stop, so a shutdown hook holds it until they have, or until their time is over.
 */
final class Shutdown {
    private static final Duration SERVICES_MAX = Duration.ofMillis(3_500);
    private static final Duration SERVERS_MAX = Duration.ofMillis(1_000);
    private static final int TERMINATED = 143;
    private final CountDownLatch services = new CountDownLatch(1);

    private final Thread starter;
    private volatile boolean begun;

    private Shutdown(Thread starter) {
        this.starter = starter;
    }

    /** Call it on the thread that starts the services. */
    static Shutdown atTheEnd(Servers servers) {
        var shutdown = new Shutdown(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown.stop(servers), "mayfly-shutdown"));
        return shutdown;
    }

    /** Services need the servers no more. */
    void servicesStopped() {
        services.countDown();
    }

    /** Whether somebody ended this process: what fails from then on is no news to them. */
    boolean begun() {
        return begun;
    }

    private void stop(Servers servers) {
        begun = true;
        if (!Session.started()) {
            Logger.getLogger("").setLevel(Level.OFF); // a start that is broken off fails in many places at once
            starter.interrupt(); // else it would wait on for a first answer
        }
        try {
            var inTime = services.await(SERVICES_MAX.toMillis(), TimeUnit.MILLISECONDS);
            servers.stop(SERVERS_MAX);
            // A hook that hangs would hold the JVM for ever; the kernel ends the children of one that halts.
            if (!inTime) Runtime.getRuntime().halt(TERMINATED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
