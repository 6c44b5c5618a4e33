package dev.mayfly.control.v4;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.control.accounts.ClientIds;
import dev.mayfly.control.accounts.ClientIds.ClientAccount;
import dev.mayfly.control.upload.BodyLimit;
import dev.mayfly.control.upload.EarlyAnswer;
import dev.mayfly.control.upload.Uploads;
import dev.mayfly.control.v4.tail.TailCalls;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the v4 API is called: finds the caller, then the account, then reads the body, then has the call answered on the caller's
 * behalf, so that every contract's guard stands before what it does. Whatever goes wrong has the envelope's form.
 */
@ApplicationScoped
class V4Door {
    static final String ROOT = "/client/v4";
    private static final int SMALL_BODY_MAX = 8 << 20;
    /** Of whoever shows no token. */
    private static final int OPEN_BODY_MAX = 1 << 20;

    private static final String BEARER = "bearer ";

    private final V4Calls calls;
    private final TailCalls tails;
    private final Authenticator authenticator;
    private final ClientIds clientIds;
    private final Uploads uploads;
    private final BodyLimit bodyLimit;
    private final ApiAddress address;
    private final ObjectMapper json;

    V4Door(
            V4Calls calls,
            TailCalls tails,
            Authenticator authenticator,
            ClientIds clientIds,
            Uploads uploads,
            BodyLimit bodyLimit,
            ApiAddress address,
            ObjectMapper json) {
        this.calls = calls;
        this.tails = tails;
        this.authenticator = authenticator;
        this.clientIds = clientIds;
        this.uploads = uploads;
        this.bodyLimit = bodyLimit;
        this.address = address;
        this.json = json;
    }

    void open(@Observes Router router) {
        router.route(ROOT + "/*").order(BodyLimit.BEFORE_QUARKUS - 1).handler(this::limit);
        for (V4Calls.Entry entry : calls.all())
            router.route(entry.method(), ROOT + entry.path()).handler(context -> serve(context, entry));
        for (V4Calls.OpenEntry entry : calls.open())
            router.post(ROOT + entry.path()).handler(context -> serveOpenly(context, entry));
        router.get(ROOT + TailCalls.SOCKET).handler(tails::socket);
        router.route(ROOT + "/*").handler(context -> fail(context, noSuchCall(context)));
    }

    private void limit(RoutingContext context) {
        bodyLimit
                .excess(context.request())
                .ifPresentOrElse(detail -> fail(context, V4Problem.tooLarge(detail)), context::next);
    }

    private static V4Problem noSuchCall(RoutingContext context) {
        HttpServerRequest http = context.request();
        return V4Problem.noSuchCall(
                http.method().name(), context.normalizedPath().substring(ROOT.length()));
    }

    private void serve(RoutingContext context, V4Calls.Entry entry) {
        HttpServerRequest http = context.request();
        http.pause();
        caller(http)
                .chain(caller -> account(caller, context)
                        .chain(account -> body(http, entry.body())
                                .chain(body -> Callers.as(
                                        caller, () -> entry.answering().answer(call(context, caller, account, body))))))
                .subscribe()
                .with(result -> answer(context, 200, Envelope.of(result)), failure -> fail(context, failure));
    }

    private void serveOpenly(RoutingContext context, V4Calls.OpenEntry entry) {
        HttpServerRequest http = context.request();
        http.pause();
        RequestBody.read(http, OPEN_BODY_MAX)
                .chain(body -> entry.answering().answer(new OpenCall(body, http.remoteAddress(), json)))
                .subscribe()
                .with(result -> answer(context, 200, Envelope.of(result)), failure -> fail(context, failure));
    }

    private Uni<Caller> caller(HttpServerRequest http) {
        List<String> headers = http.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (headers.size() != 1 || !headers.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length()))
            return Uni.createFrom()
                    .failure(new Problem.Unauthenticated(
                            "a token is needed: set CLOUDFLARE_API_TOKEN to a token of this Mayfly"));
        return authenticator.authenticate(
                headers.getFirst().substring(BEARER.length()).strip());
    }

    private Uni<Optional<ClientAccount>> account(Caller caller, RoutingContext context) {
        String named = context.pathParam("account");
        return named == null
                ? Uni.createFrom().item(Optional.empty())
                : clientIds.find(caller, named).map(Optional::of);
    }

    private Uni<byte[]> body(HttpServerRequest http, V4Calls.Body kind) {
        return switch (kind) {
            case SMALL -> RequestBody.read(http, SMALL_BODY_MAX);
            case UPLOAD ->
                Uni.createFrom().deferred(() -> {
                    uploads.begin();
                    return RequestBody.read(http, Uploads.BODY_MAX).eventually(uploads::end);
                });
        };
    }

    private V4Call call(RoutingContext context, Caller caller, Optional<ClientAccount> account, byte[] body) {
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(query::putIfAbsent);
        HttpServerRequest http = context.request();
        return new V4Call(
                caller,
                account,
                Map.copyOf(context.pathParams()),
                Map.copyOf(query),
                Optional.ofNullable(http.getHeader(HttpHeaders.CONTENT_TYPE)).orElse(""),
                body,
                address.origin(http.scheme() + "://" + http.authority()),
                json);
    }

    private void fail(RoutingContext context, Throwable failure) {
        V4Problem problem = failure instanceof V4Problem known ? known : V4Problem.of(Problems.from(failure));
        problem.retryAfter()
                .ifPresent(after -> context.response()
                        .putHeader(
                                HttpHeaders.RETRY_AFTER,
                                Long.toString(Math.max(1, after.plusMillis(999).toSeconds()))));
        answer(context, problem.status(), Envelope.of(problem));
    }

    private void answer(RoutingContext context, int status, ObjectNode envelope) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) return;
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        // What was not read of the request has no meaning any more.
        if (context.request().isEnded()) response.end(text(envelope));
        else EarlyAnswer.send(context, text(envelope).getBytes(StandardCharsets.UTF_8));
    }

    private String text(JsonNode envelope) {
        try {
            return json.writeValueAsString(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
