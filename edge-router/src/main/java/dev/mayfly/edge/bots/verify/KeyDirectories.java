package dev.mayfly.edge.bots.verify;

import dev.mayfly.edge.egress.Egress;
import dev.mayfly.edge.egress.EgressRules;
import dev.mayfly.edge.egress.OwnDoor;
import dev.mayfly.edge.loops.Ancestry;
import dev.mayfly.edge.loops.Passes;
import dev.mayfly.edge.trace.TraceContext;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationClient.CallBody;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message.Call.Fetch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys of those who sign, from where they publish them, through the same egress as functions' fetches. Only origins that the router
 * knows are ever asked, so what is kept here is as much as there are of those.
 */
final class KeyDirectories {
    static final String PATH = "/.well-known/http-message-signatures-directory";
    static final int BYTES_MAX = 64 << 10;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String[] HEADERS = {
        "accept", "application/http-message-signatures-directory+json, application/json", "user-agent", "Mayfly"
    };

    private record Known(Optional<KeySet> keys, long askedNs) {}

    private final Egress egress;
    private final EgressRules rules;
    private final OwnDoor.Caller caller;
    private final long believedForNs;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, Promise<Optional<KeySet>>> asked = new HashMap<>();

    KeyDirectories(Egress egress, EgressRules rules, Passes passes, Duration believedFor) {
        this.egress = egress;
        this.rules = rules;
        this.caller = new OwnDoor.Caller("", () -> passes.issue(Ancestry.none()));
        this.believedForNs = believedFor.toNanos();
    }

    /** On the current context. Empty: the directory cannot be had. A key that is not in a directory of a minute ago is looked for anew. */
    Future<Optional<KeySet>> of(String origin, String keyId) {
        Promise<Optional<KeySet>> answer;
        synchronized (known) {
            Known found = known.get(origin);
            if (found != null) {
                boolean has = found.keys.isPresent() && found.keys.get().keys().containsKey(keyId);
                long freshNs = has ? believedForNs : Math.min(believedForNs, AFTER_FAILURE.toNanos());
                if (System.nanoTime() - found.askedNs < freshNs) return Future.succeededFuture(found.keys);
            }
            Promise<Optional<KeySet>> underWay = asked.get(origin);
            if (underWay != null) return underWay.future();
            answer = Promise.promise();
            asked.put(origin, answer);
        }
        fetch(origin).onComplete(result -> {
            Optional<KeySet> keys = result.succeeded() ? KeySet.read(result.result()) : Optional.empty();
            synchronized (known) {
                asked.remove(origin);
                known.put(origin, new Known(keys, System.nanoTime()));
            }
            answer.complete(keys);
        });
        return answer.future();
    }

    private Future<Buffer> fetch(String origin) {
        TraceContext trace = TraceContext.fresh();
        Whole whole = new Whole();
        Vertx vertx = whole.context.owner();
        long timer = vertx.setTimer(PATIENCE.toMillis(), id -> whole.giveUp());
        egress.fetch(
                new Fetch(1, "GET", origin + PATH, "error", HEADERS, Body.NONE),
                rules,
                new Egress.Trace(trace.traceparent(TraceContext.hex(TraceContext.spanId())), ""),
                caller,
                whole,
                (status, sent, error) -> whole.broken());
        return whole.body.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** An answer of 200, as a whole, up to a bound. */
    private static final class Whole implements Reply {
        private final Promise<Buffer> body = Promise.promise();
        private final Buffer read = Buffer.buffer();
        private final Context context = Vertx.currentContext();
        private @Nullable CallBody call;

        @Override
        public void onCallBody(CallBody handler) {
            call = handler;
        }

        @Override
        public void response(
                int status, String statusText, String url, boolean redirected, String[] headers, BodyComing coming) {
            if (status != 200) {
                context.runOnContext(v -> giveUp());
                return;
            }
            switch (coming) {
                case BodyComing.None() -> broken();
                case BodyComing.Whole(byte[] bytes) -> body.tryComplete(Buffer.buffer(bytes));
                case BodyComing.Streamed() -> {
                    if (call != null) call.wants(BYTES_MAX + 1);
                }
            }
        }

        @Override
        public void body(byte[] piece) {
            read.appendBytes(piece);
            if (read.length() > BYTES_MAX) context.runOnContext(v -> giveUp());
        }

        @Override
        public void bodyEnd() {
            body.tryComplete(read);
        }

        @Override
        public void bodyBroken() {
            broken();
        }

        @Override
        public void refused(String code, String message) {
            broken();
        }

        @Override
        public void returned(String json) {
            broken();
        }

        @Override
        public void callBodyConsumed(int bytes) {}

        void giveUp() {
            broken();
            if (call != null) call.hungUp();
        }

        void broken() {
            body.tryFail("The directory cannot be had.");
        }
    }
}
