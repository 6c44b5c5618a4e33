package dev.mayfly.edge.egress;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** Connects to names as far as rules allow their addresses: to the very address that was checked. */
@Singleton
public class CheckedNames {
    private final Names names;

    CheckedNames(Names names) {
        this.names = names;
    }

    /**
     * Fails where no address is allowed, and as the last attempt did. On the current context, which is an event loop's.
     *
     * @param within for all addresses, without the time that the name takes
     * @param connect tries one of them
     */
    public <T> Future<T> connect(
            String host,
            int port,
            EgressRules rules,
            Duration within,
            BiFunction<InetAddress, Duration, Future<T>> connect) {
        Promise<List<InetAddress>> found = ((ContextInternal) Vertx.currentContext()).promise();
        names.addresses(host).onComplete(found);
        return found.future().compose(addresses -> {
            List<InetAddress> allowed = addresses.stream()
                    .filter(address -> rules.allows(host, address, port))
                    .toList();
            return allowed.isEmpty()
                    ? Future.failedFuture(host + " has no address that may be asked")
                    : new Attempts<T>(allowed, within, System::nanoTime, connect::apply).first();
        });
    }
}
