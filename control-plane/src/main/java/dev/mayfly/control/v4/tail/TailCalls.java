package dev.mayfly.control.v4.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.Function;
import dev.mayfly.bindings.guard.Admission;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tails.Tails.Watch;
import dev.mayfly.control.v4.V4Call;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Tails as wrangler opens, reads and closes them. */
@ApplicationScoped
public class TailCalls {
    /** Where a tail is read, by WebSocket. */
    public static final String SOCKET = "/tails/:tail";

    static final String PROTOCOL = "trace-v1";
    private static final String ROOT = "/client/v4/tails/";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Admission admission;
    private final Functions functions;
    private final OpenTails tails;
    private final TailFeed feed;

    TailCalls(Admission admission, Functions functions, OpenTails tails, TailFeed feed) {
        this.admission = admission;
        this.functions = functions;
        this.tails = tails;
        this.feed = feed;
    }

    public Uni<JsonNode> open(V4Call call) {
        TailFilter filter = TailFilter.of(call.bodyJson());
        return watchable(call).map(function -> {
            Tail tail = tails.open(new Watch(function.account(), function.name()), filter);
            feed.beat();
            return told(tail).put("url", call.origin().replaceFirst("^http", "ws") + ROOT + tail.id);
        });
    }

    public Uni<JsonNode> list(V4Call call) {
        return watchable(call).map(function -> {
            ArrayNode list = JSON.arrayNode();
            for (Tail tail : tails.of(function.account()))
                if (tail.watch.function().equals(function.name())) list.add(told(tail));
            return list;
        });
    }

    public Uni<JsonNode> close(V4Call call) {
        Watch watch = new Watch(call.accountName(), call.script());
        String id = call.path().getOrDefault("tail", "");
        return watchable(call).map(function -> {
            if (tails.find(id).filter(tail -> tail.watch.equals(watch)).isEmpty())
                throw new Problem.NotFound("no such tail is open");
            tails.close(id);
            return JSON.nullNode();
        });
    }

    /** What invocations do is seen in a tail, so it takes the right to read them. */
    private Uni<Function> watchable(V4Call call) {
        return admission
                .admit(Action.INVOCATIONS_READ, call.accountName(), call.script())
                .chain(() -> functions.function(call.accountName(), call.script()));
    }

    /** The reader of a tail comes. It shows no token: who knows the id was told it in an answer. */
    public void socket(RoutingContext context) {
        tails.find(context.pathParam("tail"))
                .filter(tail -> !tail.isConnected())
                .ifPresentOrElse(tail -> connect(context, tail), context::next);
    }

    private void connect(RoutingContext context, Tail tail) {
        context.request().toWebSocket().onSuccess(socket -> {
            if (!tail.connect(new SocketReader(socket))) {
                socket.close();
                return;
            }
            socket.closeHandler(closed -> tails.close(tail.id));
            socket.exceptionHandler(broken -> tails.close(tail.id));
        });
    }

    private static ObjectNode told(Tail tail) {
        return JSON.objectNode().put("id", tail.id).put("expires_at", tail.expiresAt.toString());
    }
}
