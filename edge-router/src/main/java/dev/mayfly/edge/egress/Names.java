package dev.mayfly.edge.egress;

import dev.mayfly.edge.EdgeConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resolves names, off the event loop, and believes the answers for a short while. Who connects uses the address that was checked and
 * never resolves again, so that a name cannot change its mind in between.
 */
@Singleton
class Names {
    private static final int KNOWN_MAX = 4096;
    private static final int ASKED_MAX = 1024;
    /** The system's resolver holds a thread until it answers, and that of a function's own name may take its time. */
    private static final int THREADS = 64;

    /** Asks the system. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private record Known(List<InetAddress> addresses, long until) {}

    private final Resolver resolver;
    private final WorkerExecutor workers;
    private final Vertx vertx;
    private final long believedForNs;
    private final long withinMs;
    private final Map<String, Promise<List<InetAddress>>> asked = new HashMap<>();
    private final Map<String, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > KNOWN_MAX;
        }
    };

    @Inject
    Names(Vertx vertx, EdgeConfig config) {
        this(
                vertx,
                InetAddress::getAllByName,
                config.egress().namesFor(),
                config.egress().namesWithin());
    }

    Names(Vertx vertx, Resolver resolver, Duration believedFor, Duration within) {
        this.vertx = vertx;
        this.withinMs = within.toMillis();
        this.resolver = resolver;
        this.workers = vertx.createSharedWorkerExecutor("mayfly-edge-names", THREADS);
        this.believedForNs = believedFor.toNanos();
    }

    /** At least one address; fails with {@link UnknownHostException}, also when the resolver does not answer in time. */
    Future<List<InetAddress>> addresses(String host) {
        Promise<List<InetAddress>> answer;
        synchronized (known) {
            Known found = known.get(host);
            if (found != null && found.until - System.nanoTime() > 0) return Future.succeededFuture(found.addresses);
            Promise<List<InetAddress>> underWay = asked.get(host);
            if (underWay != null) return underWay.future();
            if (asked.size() >= ASKED_MAX) return Future.failedFuture(new UnknownHostException("too many names asked"));
            answer = Promise.promise();
            asked.put(host, answer);
        }
        long late = vertx.setTimer(
                withinMs,
                timer -> answer.tryFail(new UnknownHostException(host + ": no answer within " + withinMs + " ms")));
        workers.executeBlocking(() -> List.of(resolver.resolve(host)), false).onComplete(result -> {
            vertx.cancelTimer(late);
            synchronized (known) {
                asked.remove(host);
                if (result.succeeded()) known.put(host, new Known(result.result(), System.nanoTime() + believedForNs));
            }
            if (result.succeeded()) answer.tryComplete(result.result());
            else answer.tryFail(result.cause());
        });
        return answer.future();
    }

    @PreDestroy
    void close() {
        workers.close();
    }
}
