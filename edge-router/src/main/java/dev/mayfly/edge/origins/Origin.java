package dev.mayfly.edge.origins;

import dev.mayfly.edge.faults.Endpoint;
import dev.mayfly.edge.faults.Endpoints;
import dev.mayfly.edge.faults.FaultsConfig;
import dev.mayfly.edge.faults.Result;
import dev.mayfly.edge.faults.RetryBudget;
import dev.mayfly.edge.forward.Destination;
import dev.mayfly.edge.forward.GivenUp;
import dev.mayfly.edge.forward.Target;
import dev.mayfly.edge.origins.OriginConfig.Host;
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

/** One or several equal servers. Who fails is left alone for a while, and of two that are drawn the less busy is asked. */
public final class Origin implements Destination {
    private final String name;
    private final LoopClients client;
    private final LoopClients sockets;
    private final Endpoints<Server> servers;
    private final RetryBudget budget;
    private final OriginConfig config;
    private final int attemptsMax;

    /** @param sockets connects with HTTP/1.1, as WebSockets begin with it */
    Origin(String name, LoopClients client, LoopClients sockets, OriginConfig config, FaultsConfig faults) {
        this.name = name;
        this.client = client;
        this.sockets = sockets;
        this.config = config;
        this.servers = new Endpoints<>(
                config.urls().stream().map(url -> Server.of(name, url)).toList(),
                faults,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong());
        this.budget = new RetryBudget(faults.retries(), System::nanoTime);
        this.attemptsMax = faults.retries().attemptsMax();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Target target() {
        budget.request();
        return new Asking();
    }

    /** One request, and whom it was sent to. */
    private final class Asking implements Target {
        private final List<Endpoint<Server>> tried = new ArrayList<>(1);

        @Override
        public String name() {
            return name;
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
            Optional<Endpoint<Server>> chosen = servers.choose(tried).or(() -> servers.choose(List.of()));
            if (chosen.isEmpty()) return Future.failedFuture("all servers are left alone for a while");
            Endpoint<Server> server = chosen.get();
            tried.add(server);
            return server.target()
                    .request(by, method, pathAndQuery, config.connectTimeout())
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
            return attempts < attemptsMax && tried.size() < servers.all().size() && budget.take();
        }

        @Override
        public Optional<Duration> attemptWithin() {
            return config.attemptWithin();
        }

        @Override
        public Optional<Duration> hedgeAfter() {
            return config.hedgeAfter();
        }

        @Override
        public String asked() {
            return tried.isEmpty() ? "" : tried.getLast().toString();
        }

        @Override
        public Optional<String> host(String asked) {
            return config.host() == Host.client ? Optional.of(asked) : Optional.empty();
        }

        @Override
        public Duration silenceMax() {
            return config.silenceMax();
        }
    }

    /** @param path that stands before those of requests; without a slash at its end */
    private record Server(boolean secure, String host, int port, String path) {
        @Override
        public String toString() {
            return host + ":" + port;
        }

        Future<HttpClientRequest> request(HttpClient by, HttpMethod method, String pathAndQuery, Duration within) {
            return by.request(new RequestOptions()
                    .setMethod(method)
                    .setHost(host)
                    .setPort(port)
                    .setSsl(secure)
                    .setConnectTimeout(within.toMillis())
                    .setURI(path.isEmpty() ? pathAndQuery : path + pathAndQuery));
        }

        static Server of(String origin, URI url) {
            boolean secure = "https".equals(url.getScheme());
            boolean known = secure || "http".equals(url.getScheme());
            if (!known
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null)
                throw new IllegalArgumentException(
                        "mayfly.edge.origins.%s.urls: %s is not http://host[:port][/path], nor https://…"
                                .formatted(origin, url));
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            return new Server(
                    secure,
                    url.getHost().replaceAll("[\\[\\]]", ""),
                    url.getPort() < 0 ? (secure ? 443 : 80) : url.getPort(),
                    path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        }
    }
}
