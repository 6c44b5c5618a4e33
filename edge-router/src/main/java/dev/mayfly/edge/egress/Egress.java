package dev.mayfly.edge.egress;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.socket.OpenSockets;
import dev.mayfly.edge.socket.SocketUse;
import dev.mayfly.isolates.InvocationClient.CallBody;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.frames.Message.Call.Fetch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The way out: what functions fetch, as far as their rules allow. One pool of connections, bounded for each upstream address. */
@Singleton
public class Egress {
    /** Shorter than what common servers keep, so that few requests meet a connection that is just being closed. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    private static final String LOOPBACK = "127.0.0.1";

    private final HttpClient client;
    private final Names names;
    private final OwnDoor own;
    private final OpenSockets sockets;
    private final EdgeConfig.Egress config;
    private final AtomicInteger inFlight = new AtomicInteger();

    Egress(Vertx vertx, Names names, OwnDoor own, OpenSockets sockets, EdgeConfig config) {
        this.names = names;
        this.sockets = sockets;
        this.own = own;
        this.config = config.egress();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(this.config.connectionsPerTarget())
                .setMaxWaitQueueSize(this.config.connectionsPerTarget())
                .setConnectTimeout((int) this.config.connectTimeout().toMillis())
                .setKeepAliveTimeout((int) IDLE.toSeconds())
                .setMaxHeaderSize(64 << 10)
                .setMaxInitialLineLength(16 << 10)
                .setTracingPolicy(TracingPolicy.IGNORE));
    }

    /** What became of a fetch. */
    public interface Report {
        /** It brought a WebSocket, which is over; before {@link #done}. */
        default void socket(SocketUse use) {}

        /**
         * Comes once, and is the last.
         *
         * @param status of the answer, or 0
         * @param sentBytes of the request's body
         * @param error a stable code
         */
        void done(int status, long sentBytes, Optional<String> error);
    }

    /**
     * Starts a fetch on the current context, where all its callbacks come.
     *
     * @param caller who fetches, should it lead to a function here
     */
    public CallBody fetch(
            Fetch fetch, EgressRules rules, Trace trace, OwnDoor.Caller caller, Reply reply, Report report) {
        boolean full = inFlight.incrementAndGet() > config.inFlightMax();
        Upstream upstream = new Upstream(this, names, fetch, rules, trace, caller, reply, new Report() {
            @Override
            public void socket(SocketUse use) {
                report.socket(use);
            }

            @Override
            public void done(int status, long sent, Optional<String> error) {
                inFlight.decrementAndGet();
                report.done(status, sent, error);
            }
        });
        reply.onCallBody(upstream);
        if (full) upstream.refuse("unavailable", "Too many fetches are under way on this machine.");
        else upstream.start();
        return upstream;
    }

    /** What the upstream is told of the trace. */
    public record Trace(String traceparent, String tracestate) {}

    OpenSockets sockets() {
        return sockets;
    }

    int redirectsMax() {
        return config.redirectsMax();
    }

    /** Connects to one of these addresses whatever the name says by now; name and certificate are the URL's. */
    Future<HttpClientRequest> connect(HttpMethod method, TargetUrl target, List<InetAddress> checked) {
        return new Attempts<>(
                        checked,
                        config.connectTimeout(),
                        System::nanoTime,
                        (address, within) -> connect(method, target, address, within))
                .first();
    }

    boolean leadsHere(OwnDoor.Caller caller, TargetUrl target) {
        return own.leadsHere(caller.account(), target.host(), target.port(), target.path());
    }

    boolean mayLeadHere(TargetUrl target) {
        return own.mayLeadHere(target.host(), target.path());
    }

    /** Connects to this process itself. */
    Future<HttpClientRequest> connectHere(HttpMethod method, TargetUrl target) {
        return client.request(new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(own.port(), LOOPBACK))
                .setMethod(method)
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(false)
                .setConnectTimeout(config.connectTimeout().toMillis())
                .setURI(target.pathAndQuery()));
    }

    private Future<HttpClientRequest> connect(
            HttpMethod method, TargetUrl target, InetAddress address, Duration within) {
        return client.request(new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setMethod(method)
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.secure())
                .setConnectTimeout(within.toMillis())
                .setURI(target.pathAndQuery()));
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
