package dev.mayfly.edge.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.edge.flags.FlagClients.Asked;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.Resolution;
import dev.mayfly.flags.rule.JsonValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
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

/** The OpenFeature Remote Evaluation Protocol. */
@Singleton
class OfrepDoor {
    private static final String ALL = "/ofrep/v1/evaluate/flags";
    private static final long BODY_MAX = 1 << 20;

    private final FlagSnapshot snapshot;
    private final Evaluations evaluations;
    private final FlagClients clients;
    private final Enrichment enrichment;
    private final RecentContexts recent;

    OfrepDoor(
            FlagSnapshot snapshot,
            Evaluations evaluations,
            FlagClients clients,
            Enrichment enrichment,
            RecentContexts recent) {
        this.enrichment = enrichment;
        this.recent = recent;
        this.snapshot = snapshot;
        this.evaluations = evaluations;
        this.clients = clients;
    }

    void open(@Observes Router router) {
        router.post(ALL).handler(this::admit);
        router.post(ALL + "/:key").handler(this::admit);
        router.post(ALL)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_MAX))
                .handler(this::all);
        router.post(ALL + "/:key")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_MAX))
                .handler(this::one);
    }

    /** Before the body is read. */
    private void admit(RoutingContext context) {
        context.request().pause();
        clients.admit(context.request())
                .onSuccess(asked -> {
                    context.put(ALL, asked);
                    context.request().resume();
                    context.next();
                })
                .onFailure(failure -> refuse(context, Problems.from(failure)));
    }

    private void one(RoutingContext context) {
        String key = context.pathParam("key");
        Optional<Map<String, @Nullable Object>> said = said(context);
        if (said.isEmpty()) {
            answer(context, 400, OfrepText.failure(key, "INVALID_CONTEXT", "the body is {\"context\": {…}}"));
            return;
        }
        Asked asked = context.get(ALL);
        Resolution resolution = snapshot.flags(asked.account(), asked.place()).resolve(key, who(asked, said.get()));
        evaluations.count(asked.account(), asked.place().toString(), resolution);
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
        FlagSet flags = snapshot.flags(asked.account(), asked.place());
        byte[] body = OfrepText.all(flags.answers(who(asked, said.get())), flags.metadata());
        String tag = tag(body);
        context.response().putHeader(HttpHeaders.ETAG, tag);
        if (matches(context.request().headers().getAll(HttpHeaders.IF_NONE_MATCH), tag))
            context.response().setStatusCode(304).end();
        else answer(context, 200, Buffer.buffer(body));
    }

    private Map<String, ?> who(Asked asked, Map<String, @Nullable Object> said) {
        Map<String, ?> who = enrichment.of(said);
        recent.note(asked.account(), asked.place(), who);
        return who;
    }

    private static boolean matches(List<String> shown, String tag) {
        return shown.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }

    private static String tag(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
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

    /** 400 has a form of its own in the protocol; clients read no other. */
    private static void refuse(RoutingContext context, Problem problem) {
        ProblemAnswer answer = ProblemAnswer.of(problem);
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        String key = Optional.ofNullable(context.pathParam("key")).orElse("");
        if (answer.status() == 400) answer(context, 400, OfrepText.failure(key, "GENERAL", problem.detail()));
        else response.end(answer.body());
        context.request().resume();
    }
}
