package dev.mayfly.edge.origins;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.faults.Bulkhead;
import dev.mayfly.edge.faults.Endpoint;
import dev.mayfly.edge.faults.Endpoints;
import dev.mayfly.edge.faults.FaultsConfig;
import dev.mayfly.edge.faults.Result;
import dev.mayfly.edge.faults.RetryBudget;
import dev.mayfly.edge.forward.Destination;
import dev.mayfly.edge.forward.GivenUp;
import dev.mayfly.edge.forward.Target;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** One or several equal servers. Who fails is left alone for a while, and of two that are drawn the less busy is asked. */
public final class Origin implements Destination {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Whose whose;
    private final Terms terms;
    private final LoopClients client;
    private final LoopClients sockets;
    private final Reach reach;
    private final Optional<Bulkhead> bulkhead;
    private final Endpoints<Server> servers;
    private final RetryBudget budget;
    private final int attemptsMax;

    /**
     * @param sockets connects with HTTP/1.1, as WebSockets begin with it
     * @param bulkhead that the account has with all its origins
     */
    Origin(
            Whose whose,
            Terms terms,
            LoopClients client,
            LoopClients sockets,
            Reach reach,
            Optional<Bulkhead> bulkhead,
            FaultsConfig faults) {
        this.whose = whose;
        this.terms = terms;
        this.client = client;
        this.sockets = sockets;
        this.reach = reach;
        this.bulkhead = bulkhead;
        this.servers = new Endpoints<>(
                terms.urls().stream()
                        .map(url -> Server.of(whose.fullName(), url, terms.tlsName()))
                        .toList(),
                faults,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong());
        this.budget = new RetryBudget(faults.retries(), System::nanoTime);
        this.attemptsMax = terms.attemptsMax().orElse(faults.retries().attemptsMax());
    }

    @Override
    public String name() {
        return whose.fullName();
    }

    @Override
    public Optional<String> account() {
        return whose.account();
    }

    @Override
    public String told() {
        return "%s (%s)"
                .formatted(
                        whose.name(), terms.urls().stream().map(URI::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public Target target() {
        if (!enters())
            throw new Problem.Unavailable("Too many requests of this account are under way to servers of its own.");
        budget.request();
        return new Asking();
    }

    private boolean enters() {
        return bulkhead.isEmpty() || bulkhead.get().enter(whose.account().orElseThrow());
    }

    /** One request, and whom it was sent to. */
    private final class Asking implements Target {
        private final List<Endpoint<Server>> tried = new ArrayList<>(1);
        private Optional<Endpoint<Server>> beside = Optional.empty();

        @Override
        public String name() {
            return whose.label();
        }

        @Override
        public void over() {
            bulkhead.ifPresent(entered -> entered.leave(whose.account().orElseThrow()));
        }

        @Override
        public Future<HttpClientRequest> open(HttpMethod method, String pathAndQuery) {
            return open(client.here(), method, pathAndQuery);
        }

        @Override
        public Future<HttpClientRequest> openSocket(String pathAndQuery) {
            return open(sockets.here(), HttpMethod.GET, pathAndQuery);
        }

        private Future<HttpClientRequest> open(HttpClient by, HttpMethod method, String pathAndQuery) {
            // A kept connection may have been closed in the moment in which it is used: a server is asked again when it
            // is the only one.
            Optional<Endpoint<Server>> chosen =
                    beside.or(() -> servers.choose(tried)).or(() -> servers.choose(List.of()));
            beside = Optional.empty();
            if (chosen.isEmpty()) return Future.failedFuture("all servers are left alone for a while");
            Endpoint<Server> server = chosen.get();
            tried.add(server);
            return server.target()
                    .request(reach, by, method, pathAndQuery, terms.connectTimeout())
                    .onFailure(why -> servers.ended(server, Result.failed))
                    .onSuccess(request -> request.response()
                            .onComplete(answer -> servers.ended(
                                    server, answer.succeeded() ? Result.answered : GivenUp.resultOf(answer.cause()))));
        }

        @Override
        public int attemptsMax() {
            return attemptsMax;
        }

        @Override
        public boolean mayTry(int attempts) {
            return attempts < attemptsMax && budget.take();
        }

        /** Beside one that is slow another is asked, never the same. */
        @Override
        public boolean mayHedge(int attempts) {
            if (attempts >= attemptsMax || tried.size() >= servers.all().size() || !budget.take()) return false;
            beside = servers.choose(tried);
            return beside.isPresent();
        }

        @Override
        public Optional<Duration> attemptWithin() {
            return terms.attemptWithin();
        }

        @Override
        public Optional<Duration> hedgeAfter() {
            return terms.hedgeAfter();
        }

        @Override
        public String asked() {
            return tried.isEmpty() ? "" : whose.name() + " " + tried.getLast();
        }

        @Override
        public Optional<String> host(String asked) {
            return switch (terms.host()) {
                case Terms.CLIENT -> Optional.of(asked);
                case Terms.SERVER -> Optional.of(tried.getLast().target().authority());
                default -> Optional.of(terms.host());
            };
        }

        @Override
        public Duration silenceMax() {
            return terms.silenceMax();
        }
    }

    /**
     * @param tlsName that it shows a certificate of
     * @param path that stands before those of requests; without a slash at its end
     */
    private record Server(boolean secure, String host, int port, String tlsName, String path) {
        @Override
        public String toString() {
            return host + ":" + port;
        }

        Future<HttpClientRequest> request(
                Reach reach, HttpClient by, HttpMethod method, String pathAndQuery, Duration within) {
            RequestOptions request = new RequestOptions()
                    .setMethod(method)
                    .setHost(tlsName)
                    .setPort(port)
                    .setSsl(secure)
                    .setURI(path.isEmpty() ? pathAndQuery : path + pathAndQuery);
            return reach.connect(by, host, port, request, within);
        }

        /** As it calls itself. */
        String authority() {
            String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
            return port == (secure ? HTTPS : HTTP) ? name : name + ":" + port;
        }

        static Server of(String origin, URI url, Optional<String> tlsName) {
            boolean secure = "https".equals(url.getScheme());
            boolean known = secure || "http".equals(url.getScheme());
            if (!known
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null)
                throw new IllegalArgumentException(
                        "the urls of the origin %s: %s is not http://host[:port][/path], nor https://…"
                                .formatted(origin, url));
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            String host = url.getHost().replaceAll("[\\[\\]]", "");
            return new Server(
                    secure,
                    host,
                    url.getPort() < 0 ? (secure ? HTTPS : HTTP) : url.getPort(),
                    tlsName.orElse(host),
                    path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        }
    }
}
