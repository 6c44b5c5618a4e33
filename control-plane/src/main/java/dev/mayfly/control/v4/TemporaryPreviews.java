package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.control.temporary.TemporaryAccounts;
import dev.mayfly.control.temporary.TemporaryAccounts.Made;
import dev.mayfly.control.temporary.TemporaryDoor.Done;
import dev.mayfly.control.temporary.TemporaryDoor.Work;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/** Temporary accounts, as {@code wrangler --temporary} asks for them: the same work and the same accounts under other names. */
@ApplicationScoped
class TemporaryPreviews {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TemporaryAccounts accounts;
    private final Vertx vertx;

    TemporaryPreviews(TemporaryAccounts accounts, Vertx vertx) {
        this.accounts = accounts;
        this.vertx = vertx;
    }

    Uni<JsonNode> challenge(OpenCall call) {
        Work work = accounts.ask();
        return Uni.createFrom()
                .item(JSON.objectNode()
                        .put("challengeToken", work.challenge())
                        .put("seed", work.seed())
                        .put("k", work.segments())
                        .put("g", work.steps()));
    }

    Uni<JsonNode> make(OpenCall call) {
        JsonNode asked = call.bodyJson();
        var done = new Done(
                asked.path("challengeToken").textValue(),
                asked.path("solution").path("checkpoints").textValue());
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> accounts.checked(done), false)
                        .toCompletionStage())
                .chain(worked -> accounts.make(worked, call.from()))
                .map(TemporaryPreviews::told);
    }

    /** Wrangler shows the claim's URL and does nothing else with it: it is the command that takes the account over. */
    private static JsonNode told(Made made) {
        String expiresAt = made.token().expiresAt().orElseThrow().toString();
        ObjectNode told = JSON.objectNode();
        told.putObject("account")
                .put("id", made.clientId())
                .put("name", made.account())
                .put("type", "standard")
                .put("apiToken", made.token().token())
                .put("tokenId", made.token().id())
                .put("expiresAt", expiresAt);
        told.putObject("claim")
                .put("token", made.claim().text())
                .put(
                        "url",
                        "mayfly claim %s --account <yours>"
                                .formatted(made.claim().text()))
                .put("expiresAt", expiresAt);
        return told;
    }
}
