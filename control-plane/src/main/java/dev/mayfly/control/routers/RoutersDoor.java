package dev.mayfly.control.routers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.ProblemDocument;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.control.ControlConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Where it is asked of all routers what functions did, or would do with a request, and for whom flags were asked for. They say what their own door says, to the token that is shown here; it is looked at here
 * first, so that nobody without one has all routers asked.
 */
@ApplicationScoped
class RoutersDoor {
    /** How many routers an answer does without. */
    static final String SILENT = "Mayfly-Routers-Silent";

    private static final String LIST = "/v1/accounts/:account/invocations";
    private static final String EXPLAIN = "/v1/accounts/:account/edge/explain";
    private static final String CONTEXTS = "/v1/accounts/:account/flag-contexts/:app";
    private static final int CONTEXTS_MAX = 1_000;
    private static final String BEARER = "bearer ";
    private static final int HTTP = 80;
    private static final Logger LOG = Logger.getLogger(RoutersDoor.class);
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 500;

    private final ControlConfig.Routers config;
    private final Authenticator authenticator;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final AtomicInteger questions = new AtomicInteger();

    RoutersDoor(ControlConfig config, Authenticator authenticator, ObjectMapper json, Vertx vertx) {
        this.config = config.routers();
        this.authenticator = authenticator;
        this.json = json;
        this.vertx = vertx;
    }

    /** Only where routers are told of: in one process with a router it is that one's own door. */
    void open(@Observes Router router) {
        config.urls().ifPresent(urls -> {
            urls.forEach(RoutersDoor::check);
            open(router, new Routers(config, () -> vertx.executeBlocking(() -> resolved(urls)), vertx));
        });
    }

    void open(Router router, Routers routers) {
        router.get(LIST)
                .handler(context -> serve(context, routers, replies -> Joined.list(replies, limit(context), json)));
        router.get(LIST + "/:id").handler(context -> serve(context, routers, Joined::one));
        router.get(CONTEXTS)
                .handler(context -> serve(context, routers, replies -> Joined.all(replies, CONTEXTS_MAX, json)));
        router.get(EXPLAIN).handler(context -> serve(context, routers, Joined::one));
    }

    private void serve(RoutingContext context, Routers routers, Function<List<Reply>, Joined> join) {
        if (questions.incrementAndGet() > config.questionsMax()) {
            questions.decrementAndGet();
            fail(
                    context,
                    new Problem.Unavailable(
                            "%d clients ask the routers already; try again".formatted(config.questionsMax())));
            return;
        }
        token(context)
                .compose(token -> Future.fromCompletionStage(
                        authenticator.authenticate(token).subscribeAsCompletionStage(), vertx.getOrCreateContext()))
                .compose(caller ->
                        routers.ask(context.request().uri(), context.request().getHeader(HttpHeaders.AUTHORIZATION)))
                .map(replies -> {
                    try {
                        return join.apply(replies);
                    } finally {
                        routers.release(replies);
                    }
                })
                .onComplete(done -> questions.decrementAndGet())
                .onSuccess(joined -> answer(context, joined))
                .onFailure(failure -> fail(context, failure));
    }

    private static Future<String> token(RoutingContext context) {
        List<String> headers = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        return headers.size() == 1 && headers.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Future.succeededFuture(
                        headers.getFirst().substring(BEARER.length()).strip())
                : Future.failedFuture(new Problem.Unauthenticated("a bearer token is needed"));
    }

    /** A limit that is none, routers refuse. */
    private static int limit(RoutingContext context) {
        List<String> asked = context.queryParam("limit");
        return asked.isEmpty() || !asked.getFirst().matches("\\d{1,3}")
                ? LIMIT_DEFAULT
                : Math.min(LIMIT_MAX, Integer.parseInt(asked.getFirst()));
    }

    /** By address, a router's own API is meant, whatever routes its functions have. */
    static List<SocketAddress> resolved(List<URI> urls) {
        List<SocketAddress> all = new ArrayList<>();
        for (URI url : urls)
            try {
                for (InetAddress address : InetAddress.getAllByName(url.getHost()))
                    all.add(SocketAddress.inetSocketAddress(
                            url.getPort() < 0 ? HTTP : url.getPort(), address.getHostAddress()));
            } catch (UnknownHostException nobody) {
                LOG.debugf("no router is known as %s", url.getHost());
            }
        return all;
    }

    static void check(URI url) {
        if (!"http".equals(url.getScheme())
                || url.getHost() == null
                || !url.getPath().isEmpty())
            throw new IllegalArgumentException(
                    "mayfly.control.routers.urls must be like http://edge-router-pods:8080, not " + url);
    }

    private static void answer(RoutingContext context, Joined joined) {
        var response = context.response().setStatusCode(joined.status());
        if (joined.silent() > 0) response.putHeader(SILENT, Integer.toString(joined.silent()));
        response.putHeader(HttpHeaders.CONTENT_TYPE, joined.contentType()).end(joined.body());
    }

    private static void fail(RoutingContext context, Throwable failure) {
        Problem problem = Problems.from(failure);
        var response = context.response().setStatusCode(problem.status());
        problem.retryAfter()
                .map(after -> Math.max(1, after.plusMillis(999).toSeconds()))
                .ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
        response.putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
                .end(Buffer.buffer(Json.encode(ProblemDocument.of(problem))));
    }
}
