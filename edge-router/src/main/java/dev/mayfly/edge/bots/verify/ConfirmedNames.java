package dev.mayfly.edge.bots.verify;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The name of an address, when that name has the address too: only who owns both can arrange that. With threads of its own, so that a
 * flood of forged crawlers takes none of those that resolve what functions fetch.
 */
final class ConfirmedNames implements AutoCloseable {
    static final int KNOWN_MAX = 10_000;
    static final int ASKED_MAX = 256;
    private static final int THREADS = 2;

    private record Known(Optional<String> name, long until) {}

    private final Dns dns;
    private final WorkerExecutor workers;
    private final long believedForNs;
    private final Map<InetAddress, Promise<Optional<String>>> asked = new HashMap<>();
    private final Map<InetAddress, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Known> eldest) {
            return size() > KNOWN_MAX;
        }
    };

    ConfirmedNames(Vertx vertx, Dns dns, Duration believedFor) {
        this.dns = dns;
        this.workers = vertx.createSharedWorkerExecutor("mayfly-edge-crawlers", THREADS);
        this.believedForNs = believedFor.toNanos();
    }

    /** In lower case, without a dot at its end. Fails when too many are being asked for; that is not remembered. */
    Future<Optional<String>> of(InetAddress address) {
        Promise<Optional<String>> answer;
        synchronized (known) {
            Known found = known.get(address);
            if (found != null && found.until - System.nanoTime() > 0) return Future.succeededFuture(found.name);
            Promise<Optional<String>> underWay = asked.get(address);
            if (underWay != null) return underWay.future();
            if (asked.size() >= ASKED_MAX)
                return Future.failedFuture(new UnknownHostException("too many addresses asked"));
            answer = Promise.promise();
            asked.put(address, answer);
        }
        workers.executeBlocking(() -> confirmed(address), false).onComplete(result -> {
            synchronized (known) {
                asked.remove(address);
                if (result.succeeded())
                    known.put(address, new Known(result.result(), System.nanoTime() + believedForNs));
            }
            answer.handle(result);
        });
        return answer.future();
    }

    int known() {
        synchronized (known) {
            return known.size();
        }
    }

    private Optional<String> confirmed(InetAddress address) {
        return dns.nameOf(address).filter(name -> has(name, address)).map(ConfirmedNames::normal);
    }

    private boolean has(String name, InetAddress address) {
        try {
            return Arrays.asList(dns.addressesOf(name)).contains(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Override
    public void close() {
        workers.close();
    }
}
