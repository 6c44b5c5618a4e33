package dev.mayfly.edge.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.Resolution;
import dev.mayfly.flags.rule.JsonValues;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The OpenFeature Remote Evaluation Protocol, 0.2. The token decides whose flags are meant; the header {@code Flagd-Selector} says of which app,
 * and {@code Mayfly-Account} of which account where a token reaches several.
 */
@Singleton
class OfrepDoor {
    private static final String ALL = "/ofrep/v1/evaluate/flags";
    private static final String SELECTOR = "Flagd-Selector";
    private static final String ACCOUNT = "Mayfly-Account";
    private static final String SET_ID = "flagSetId=";
    private static final String DEFAULT_APP = "default";
    private static final String BEARER = "bearer ";
    private static final long BODY_MAX = 1 << 20;
    private static final Right READING = new Right(Action.FLAGS_READ, Optional.empty());

    private final FlagSnapshot snapshot;
    private final Evaluations evaluations;
    private final Authenticator authenticator;
    private final Vertx vertx;

    OfrepDoor(FlagSnapshot snapshot, Evaluations evaluations, Authenticator authenticator, Vertx vertx) {
        this.snapshot = snapshot;
        this.evaluations = evaluations;
        this.authenticator = authenticator;
        this.vertx = vertx;
    }

    void open(@Observes Router router) {
        router.post(ALL).handler(this::admit).handler(BodyHandler.create(false).setBodyLimit(BODY_MAX)).handler(this::all);
        router.post(ALL + "/:key")
                .handler(this::admit)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_MAX))
                .handler(this::one);
    }

    /** Whose flags are asked for. */
    private record Asked(String account, FlagPlace place) {}

    /** Before the body is read. */
    private void admit(RoutingContext context) {
        context.request().pause();
        token(context.request())
                .compose(token -> Future.fromCompletionStage(
                        authenticator.authenticate(token).subscribeAsCompletionStage(), vertx.getOrCreateContext()))
                .map(caller -> asked(caller, context.request()))
                .onSuccess(asked -> {
                    context.put(ALL, asked);
                    context.request().resume();
                    context.next();
                })
                .onFailure(failure -> refuse(context, Problems.from(failure)));
    }

    private static Future<String> token(HttpServerRequest http) {
        List<String> headers = http.headers().getAll(HttpHeaders.AUTHORIZATION);
        return headers.size() == 1 && headers.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Future.succeededFuture(headers.getFirst().substring(BEARER.length()).strip())
                : Future.failedFuture(new Problem.Unauthenticated("a bearer token is needed"));
    }

    private static Asked asked(Caller caller, HttpServerRequest http) {
        String account = Optional.ofNullable(http.getHeader(ACCOUNT))
                .or(() -> only(caller))
                .orElseThrow(() -> new Problem.Invalid(
                        "missing-argument", "the token reaches several accounts; name one in " + ACCOUNT));
        if (!caller.has(READING, account))
            throw new Problem.Denied("the token may not read flags of %s; it takes %s".formatted(account, READING));
        String selector = Optional.ofNullable(http.getHeader(SELECTOR)).orElse(DEFAULT_APP);
        return new Asked(
                account,
                FlagPlace.of(selector.startsWith(SET_ID) ? selector.substring(SET_ID.length()) : selector));
    }

    private static Optional<String> only(Caller caller) {
        if (!(caller instanceof Caller.TokenHolder holder)) return Optional.empty();
        return switch (holder.scope()) {
            case Scope.Rights rights -> Optional.of(rights.account());
            case Scope.Accounts accounts when accounts.accounts().size() == 1 ->
                Optional.of(accounts.accounts().iterator().next());
            default -> Optional.empty();
        };
    }

    private void one(RoutingContext context) {
        String key = context.pathParam("key");
        Optional<Map<String, @Nullable Object>> said = said(context);
        if (said.isEmpty()) {
            answer(context, 400, OfrepText.failure(key, "INVALID_CONTEXT", "the body is {\"context\": {…}}"));
            return;
        }
        Asked asked = context.get(ALL);
        Resolution resolution = snapshot.flags(asked.account, asked.place).resolve(key, said.get());
        evaluations.count(asked.account, asked.place.toString(), resolution);
        answer(context, status(resolution), OfrepText.one(resolution));
    }

    private static int status(Resolution resolution) {
        return resolution
                .error()
                .map(failure -> switch (failure.code()) {
                    case FLAG_NOT_FOUND -> 404;
                    case GENERAL -> 500;
                    default -> 400;
                })
                .orElse(200);
    }

    private void all(RoutingContext context) {
        Optional<Map<String, @Nullable Object>> said = said(context);
        if (said.isEmpty()) {
            answer(context, 400, OfrepText.failure("", "INVALID_CONTEXT", "the body is {\"context\": {…}}"));
            return;
        }
        Asked asked = context.get(ALL);
        FlagSet flags = snapshot.flags(asked.account, asked.place);
        Buffer body = OfrepText.all(flags.resolveAll(said.get()), flags.metadata());
        String tag = tag(body);
        context.response().putHeader(HttpHeaders.ETAG, tag);
        if (matches(context.request().headers().getAll(HttpHeaders.IF_NONE_MATCH), tag))
            context.response().setStatusCode(304).end();
        else answer(context, 200, body);
    }

    private static boolean matches(List<String> shown, String tag) {
        return shown.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }

    private static String tag(Buffer body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What the body says of whoever is asked for; an empty body says nothing. */
    private static Optional<Map<String, @Nullable Object>> said(RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body == null || body.length() == 0) return Optional.of(Map.of());
        return Contexts.tree(body.toString())
                .filter(JsonNode::isObject)
                .map(tree -> tree.path("context"))
                .filter(said -> said.isObject() || said.isMissingNode() || said.isNull())
                .map(said -> said.isObject() ? JsonValues.map(said) : Map.of());
    }

    private static void answer(RoutingContext context, int status, Buffer body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body);
    }

    private static void refuse(RoutingContext context, Problem problem) {
        ProblemAnswer answer = ProblemAnswer.of(problem);
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.end(answer.body());
        context.request().resume();
    }
}
