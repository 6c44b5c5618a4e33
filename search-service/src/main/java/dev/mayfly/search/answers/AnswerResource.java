package dev.mayfly.search.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.guard.Admission;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.bindings.search.Search;
import dev.mayfly.bindings.search.Search.Query;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Answers a question from documents, as events: {@code sources} that were found, the answer in pieces of {@code text}, and {@code done} with what it
 * cites; or {@code error}, where it broke after it had begun.
 */
@Path("/v1/accounts/{account}/search/{index}/answer")
public class AnswerResource {
    private static final int SOURCES = 8;
    private static final int SOURCES_MAX = 32;

    private final Admission admission;
    private final Search search;
    private final Model model;
    private final AnswersConfig config;
    private final ObjectMapper json;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("search-answer-", 0).factory());

    AnswerResource(Admission admission, Search search, Model model, AnswersConfig config, ObjectMapper json) {
        this.admission = admission;
        this.search = search;
        this.model = model;
        this.config = config;
        this.json = json;
        this.free = new Semaphore(config.atATime());
    }

    /** @param question as a query of the index is, without pages, facets, highlights and reasons */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Uni<Void> answer(
            @PathParam("account") String account,
            @PathParam("index") String index,
            Query question,
            @Context RoutingContext request) {
        return admission
                .admit(Action.SEARCH_READ, account)
                .invoke(model::require)
                .map(caller -> sources(question))
                .chain(query -> search.search(account, index, query))
                .map(found -> Prompt.of(question.query().orElseThrow(), found.hits(), config.charactersMax()))
                .chain(prompt -> send(told(prompt), request.response()));
    }

    /** Written by hand: what is refused before the first event has a status of its own, which streams of the framework do not give. */
    private static Uni<Void> send(Multi<String> events, HttpServerResponse response) {
        response.setChunked(true)
                .putHeader("Content-Type", MediaType.SERVER_SENT_EVENTS)
                .putHeader("Cache-Control", "no-store");
        return Uni.createFrom().emitter(emitter -> {
            Cancellable sending = events.onItem()
                    .transformToUniAndConcatenate(event -> Uni.createFrom()
                            .completionStage(() -> response.write(event).toCompletionStage()))
                    .subscribe()
                    .with(written -> {}, failure -> end(response, emitter), () -> end(response, emitter));
            response.closeHandler(closed -> {
                sending.cancel();
                emitter.complete(null);
            });
        });
    }

    /** A client that is gone hears no more; whoever made the events has told what went wrong. */
    private static void end(HttpServerResponse response, UniEmitter<? super Void> emitter) {
        if (!response.ended() && !response.closed()) response.end();
        emitter.complete(null);
    }

    private static Query sources(@Nullable Query question) {
        if (question == null) throw new Problem.Invalid("invalid-query", "the body is missing: a query");
        check(question.query().filter(text -> !text.isBlank()).isPresent(), "query is missing: the question");
        check(
                question.cursor().isEmpty()
                        && question.facets().isEmpty()
                        && question.highlight().isEmpty()
                        && question.explain().isEmpty(),
                "an answer has no cursor, facets, highlights or explain: they are for searching");
        int limit = question.limit().orElse(SOURCES);
        check(limit >= 1 && limit <= SOURCES_MAX, "limit must be between 1 and %d sources".formatted(SOURCES_MAX));
        return new Query(
                question.query(),
                question.mode(),
                question.vector(),
                Optional.of(limit),
                Optional.empty(),
                question.filter(),
                question.acl(),
                question.fusion(),
                question.boosts(),
                question.rerank(),
                question.feedback(),
                question.contextExpansion(),
                Optional.empty(),
                Optional.empty(),
                question.matchThreshold(),
                Optional.empty(),
                question.partial());
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new Problem.Invalid("invalid-query", otherwise);
    }

    private Multi<String> told(Prompt prompt) {
        if (!free.tryAcquire())
            throw new Problem.LimitReached(
                    "search-answers",
                    "%d answers are made already; try again".formatted(config.atATime()),
                    java.time.Duration.ofSeconds(1));
        AtomicBoolean held = new AtomicBoolean(true);
        return Multi.createFrom()
                .<String>emitter(emitter -> threads.execute(() -> answer(prompt, emitter)))
                .ifNoItem()
                .after(config.patience())
                .recoverWithMulti(() -> Multi.createFrom()
                        .item(failed(new Problem.Unavailable("the model that answers fell silent; try again"))))
                .onTermination()
                .invoke(() -> {
                    if (held.getAndSet(false)) free.release();
                });
    }

    private void answer(Prompt prompt, MultiEmitter<? super String> emitter) {
        try {
            emitter.emit(event("sources", Map.of("sources", prompt.sources())));
            StringBuilder text = new StringBuilder();
            if (prompt.sources().isEmpty()) {
                text.append("Nothing that may be seen was found about it.");
                emitter.emit(event("text", Map.of("text", text)));
            } else ask(prompt, emitter, text);
            List<Prompt.Source> cited = prompt.cited(text.toString());
            emitter.emit(event(
                    "done", Map.of("citations", cited.stream().map(Citation::of).toList())));
        } catch (RuntimeException e) {
            emitter.emit(failed(Problems.from(e)));
        }
        emitter.complete();
    }

    private record Citation(int n, String index, String id) {
        static Citation of(Prompt.Source source) {
            return new Citation(source.n(), source.index(), source.id());
        }
    }

    private void ask(Prompt prompt, MultiEmitter<? super String> emitter, StringBuilder text) {
        try (Model.Answering answering = model.ask(prompt)) {
            emitter.onTermination(answering::close);
            answering.pieces(piece -> {
                text.append(piece);
                emitter.emit(event("text", Map.of("text", piece)));
            });
        }
    }

    private String failed(Problem problem) {
        return event("error", Map.of("code", problem.code(), "detail", problem.detail()));
    }

    /** On one line: JSON has no line breaks of its own. */
    private String event(String name, Object data) {
        try {
            return "event: %s\ndata: %s\n\n".formatted(name, json.writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of our own could not be written", e);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
