package dev.mayfly.edge.flags.rpc;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.flags.Enrichment;
import dev.mayfly.edge.flags.Evaluations;
import dev.mayfly.edge.flags.FlagClients;
import dev.mayfly.edge.flags.FlagClients.Asked;
import dev.mayfly.edge.flags.FlagSnapshot;
import dev.mayfly.edge.flags.RecentContexts;
import dev.mayfly.edge.flags.rpc.ProtoReader.Unreadable;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.FlagType;
import dev.mayfly.flags.Resolution;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code flagd.evaluation.v1} and {@code v2}, and {@code flagd.sync.v1}, on the router's own port, over HTTP/2. Who is let in, and whose flags are meant, is as with OFREP.
 * The few messages are read and written here: a framework for them would be larger than the whole router.
 */
@Singleton
public class FlagdDoor {

    private static final String EVALUATION = "/flagd.evaluation.v1.Service/";
    /** The same messages, but that an answer may be without a value. */
    private static final String EVALUATION_2 = "/flagd.evaluation.v2.Service/";

    private static final String SYNC = "/flagd.sync.v1.FlagSyncService/";
    private static final String ASKED = "mayfly.flags.asked";
    private static final int HEAD = 5;
    private static final long BODY_MAX = 1 << 20;
    private static final long KEEP_ALIVE_MS = 20_000;
    private static final byte[] SILENCE = {};

    private final FlagSnapshot snapshot;
    private final FlagClients clients;
    private final Evaluations evaluations;
    private final Enrichment enrichment;
    private final RecentContexts recent;
    private final int streamsMax;
    private final Vertx vertx;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    FlagdDoor(
            FlagSnapshot snapshot,
            FlagClients clients,
            Evaluations evaluations,
            Enrichment enrichment,
            RecentContexts recent,
            EdgeConfig config,
            Vertx vertx) {
        this.streamsMax = config.flags().streams();
        this.enrichment = enrichment;
        this.recent = recent;
        this.snapshot = snapshot;
        this.clients = clients;
        this.evaluations = evaluations;
        this.vertx = vertx;
    }

    void open(@Observes Router router) {
        for (String service : new String[] {EVALUATION, EVALUATION_2, SYNC}) {
            router.post(service + ":method").handler(this::admit);
            router.post(service + ":method")
                    .handler(BodyHandler.create(false).setBodyLimit(BODY_MAX))
                    .handler(this::call);
        }
        vertx.setPeriodic(KEEP_ALIVE_MS, id -> streams.forEach(Stream::stayAlive));
    }

    /** Before the message is read. */
    private void admit(RoutingContext context) {
        HttpServerRequest http = context.request();
        if (http.version() != HttpVersion.HTTP_2) {
            context.response().setStatusCode(505).end();
            return;
        }
        http.pause();
        clients.admit(http)
                .onSuccess(asked -> {
                    context.put(ASKED, asked);
                    http.resume();
                    context.next();
                })
                .onFailure(failure -> {
                    Problem problem = Problems.from(failure);
                    end(context.response(), GrpcStatus.of(problem), problem.detail());
                    http.resume();
                });
    }

    private void call(RoutingContext context) {
        try {
            call(context, message(context.body().buffer()));
        } catch (Unreadable e) {
            end(context.response(), GrpcStatus.INVALID_ARGUMENT, "the message cannot be read: " + e.getMessage());
        } catch (Problem problem) {
            end(context.response(), GrpcStatus.of(problem), problem.detail());
        }
    }

    private void call(RoutingContext context, ProtoReader message) throws Unreadable {
        Asked asked = context.get(ASKED);
        HttpServerResponse response = context.response();
        boolean sync = context.request().path().startsWith(SYNC);
        boolean valued = context.request().path().startsWith(EVALUATION);
        switch ((sync ? "sync " : "") + context.pathParam("method")) {
            case "ResolveBoolean" -> one(response, asked, message, FlagType.BOOLEAN, false, valued);
            case "ResolveString" -> one(response, asked, message, FlagType.STRING, false, valued);
            case "ResolveInt" -> one(response, asked, message, FlagType.NUMBER, true, valued);
            case "ResolveFloat" -> one(response, asked, message, FlagType.NUMBER, false, valued);
            case "ResolveObject" -> one(response, asked, message, FlagType.OBJECT, false, valued);
            case "ResolveAll" -> all(response, asked, message);
            case "EventStream" -> events(response, asked);
            case "sync SyncFlags" -> follow(response, selected(asked, message));
            case "sync FetchAllFlags" ->
                answer(response, definition(selected(asked, message)).bytes());
            case "sync GetMetadata" ->
                answer(
                        response,
                        new ProtoWriter().struct(2, enrichment.values()).bytes());
            default -> end(response, GrpcStatus.UNIMPLEMENTED, "there is no such method");
        }
    }

    private static ProtoReader message(@Nullable Buffer body) throws Unreadable {
        if (body == null || body.length() < HEAD || body.getInt(1) != body.length() - HEAD)
            throw new Unreadable("it is not one message");
        if (body.getByte(0) != 0) throw new Unreadable("it is compressed, which is not supported");
        return new ProtoReader(body.getBytes(HEAD, body.length()));
    }

    /** @param valued whether an answer has a value always */
    private void one(
            HttpServerResponse response, Asked asked, ProtoReader message, FlagType type, boolean whole, boolean valued)
            throws Unreadable {
        String key = "";
        Map<String, @Nullable Object> context = Map.of();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> key = message.text();
                case 2 -> context = message.struct();
                default -> message.skip();
            }
        }
        Resolution resolution = flags(asked).resolve(key, type, who(asked, context));
        evaluations.count(asked.account(), asked.place().toString(), resolution);
        if (resolution.error().isPresent()) {
            Resolution.Failure failure = resolution.error().get();
            end(response, GrpcStatus.of(failure.code()), failure.message());
        } else if (valued && resolution.variant().isEmpty()) {
            // Clients of the first protocol take an answer without a value for 0, false or "", and an error for their
            // default.
            end(response, GrpcStatus.NOT_FOUND, "the flag has no value: " + resolution.reason());
        } else answer(response, EvaluationMessages.one(resolution, type, whole));
    }

    private void all(HttpServerResponse response, Asked asked, ProtoReader message) throws Unreadable {
        Map<String, @Nullable Object> context = Map.of();
        while (message.next()) {
            if (message.field() == 1) context = message.struct();
            else message.skip();
        }
        FlagSet flags = flags(asked);
        answer(response, EvaluationMessages.all(flags.resolveAll(who(asked, context)), flags.metadata()));
    }

    private Map<String, ?> who(Asked asked, Map<String, @Nullable Object> said) {
        Map<String, ?> who = enrichment.of(said);
        recent.note(asked.account(), asked.place(), who);
        return who;
    }

    private FlagSet flags(Asked asked) {
        return snapshot.flags(asked.account(), asked.place());
    }

    private static Asked selected(Asked asked, ProtoReader message) throws Unreadable {
        Asked selected = asked;
        while (message.next()) {
            if (message.field() == 2) {
                String selector = message.text();
                if (!selector.isEmpty()) selected = asked.at(selector);
            } else message.skip();
        }
        return selected;
    }

    private ProtoWriter definition(Asked asked) {
        return new ProtoWriter().text(1, snapshot.definition(asked.account(), asked.place()));
    }

    /** With what the context of every evaluation shall have. */
    private byte[] followed(Asked asked) {
        ProtoWriter message = definition(asked);
        return (enrichment.values().isEmpty() ? message : message.struct(2, enrichment.values())).bytes();
    }

    private void events(HttpServerResponse response, Asked asked) {
        Stream stream = new Stream(response, EvaluationMessages.event("keep_alive", Map.of()));
        stream(stream, asked, () -> EvaluationMessages.event("provider_ready", Map.of()), FlagdDoor::changed);
    }

    private static byte[] changed(Set<String> flags) {
        return EvaluationMessages.event(
                "configuration_change",
                Map.of("flags", flags.stream().collect(Collectors.toMap(key -> key, key -> Map.of("type", "update")))));
    }

    private void follow(HttpServerResponse response, Asked asked) {
        stream(new Stream(response, SILENCE), asked, () -> followed(asked), changed -> followed(asked));
    }

    /**
     * Hears of changes before it is told what there is: what changes in between is told once too often, and not once too few.
     *
     * @param told what is sent when these flags changed
     */
    private void stream(Stream stream, Asked asked, Supplier<byte[]> first, Function<Set<String>, byte[]> told) {
        if (stream.response.closed()) return;
        if (streams.size() >= streamsMax) {
            end(stream.response, GrpcStatus.RESOURCE_EXHAUSTED, "the router has %,d streams".formatted(streamsMax));
            return;
        }
        Context context = vertx.getOrCreateContext();
        streams.add(stream);
        Runnable deaf = snapshot.watch(
                asked.account(), asked.place(), changed -> context.runOnContext(v -> stream.send(told.apply(changed))));
        stream.response.closeHandler(v -> {
            streams.remove(stream);
            deaf.run();
        });
        stream.response.exceptionHandler(error -> streams.remove(stream));
        stream.response.putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc");
        stream.send(first.get());
    }

    /** What a client hears until it goes. */
    private record Stream(HttpServerResponse response, byte[] keepAlive) {
        /** A client that does not take what it is told is sent away: when it comes again it is told everything. */
        void send(byte[] message) {
            if (response.closed() || response.ended()) return;
            if (!response.writeQueueFull()) {
                response.write(framed(message));
                return;
            }
            response.putTrailer("grpc-status", Integer.toString(GrpcStatus.UNAVAILABLE.code()));
            response.end();
        }

        void stayAlive() {
            if (keepAlive.length > 0) send(keepAlive);
        }
    }

    private static void answer(HttpServerResponse response, byte[] message) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc");
        response.putTrailer("grpc-status", Integer.toString(GrpcStatus.OK.code()));
        response.end(framed(message));
    }

    private static void end(HttpServerResponse response, GrpcStatus status, String message) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc");
        response.putHeader("grpc-status", Integer.toString(status.code()));
        response.putHeader(
                "grpc-message",
                URLEncoder.encode(message, StandardCharsets.UTF_8).replace("+", "%20"));
        response.end();
    }

    static Buffer framed(byte[] message) {
        return Buffer.buffer(HEAD + message.length)
                .appendByte((byte) 0)
                .appendInt(message.length)
                .appendBytes(message);
    }
}
