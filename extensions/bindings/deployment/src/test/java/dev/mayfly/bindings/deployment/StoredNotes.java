package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The owner's side of {@link Notes}: every key is there, and some of them are trouble. */
@ApplicationScoped
public class StoredNotes implements Notes {
    static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public Uni<List<Note>> list(String account, Optional<String> function, Optional<Integer> limit) {
        return Uni.createFrom().item(List.of(made(function.orElse("all"), "limit " + limit.orElse(50))));
    }

    @Override
    public Uni<Note> note(String account, String key) {
        return switch (key) {
            case "invalid" -> throw new Problem.Invalid("odd-key", "the key is odd");
            case "bundle" -> Uni.createFrom().failure(new Problem.BadBundle("syntax", "unexpected }", "a.js", 3, 7));
            case "missing" -> Uni.createFrom().failure(new Problem.NotFound("no note " + key));
            case "denied" -> Uni.createFrom().failure(new Problem.Denied("not yours"));
            case "conflict" -> Uni.createFrom().failure(new Problem.Conflict("it is being written"));
            case "limit" ->
                Uni.createFrom().failure(new Problem.LimitReached("notes", "100 notes", Duration.ofSeconds(7)));
            case "unavailable" ->
                Uni.createFrom().failure(new Problem.Unavailable("no database", Duration.ofMillis(1500)));
            case "broken" -> throw new IllegalStateException("secret inside");
            default -> Uni.createFrom().item(() -> made(key, "about " + account));
        };
    }

    @Override
    public Uni<Note> put(String account, String key, NewNote note) {
        return Uni.createFrom().item(() -> new Note(key, note.text(), note.stars(), SINCE, caller(), thread()));
    }

    @Override
    public Uni<Note> stamp(String account, String key, NewNote note) {
        return Uni.createFrom().item(() -> new Note(key, note.text(), note.stars(), SINCE, caller(), thread()));
    }

    @Override
    public Uni<Void> forget(String account, String key) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> forgetAll(String account) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> forgetKeys(String account) {
        return Uni.createFrom().voidItem();
    }

    @GET
    @Path("beside/contract")
    @Needs(Action.FUNCTIONS_READ)
    public Uni<String> besideTheContract(@PathParam("account") String account) {
        return Uni.createFrom().item("beside");
    }

    private static Note made(String key, String text) {
        return new Note(key, text, Optional.empty(), SINCE, caller(), thread());
    }

    private static String caller() {
        return Callers.current().map(Caller::name).orElse("nobody");
    }

    private static String thread() {
        return Context.isOnEventLoopThread() && VertxContext.isOnDuplicatedContext() ? "event-loop" : "elsewhere";
    }
}
