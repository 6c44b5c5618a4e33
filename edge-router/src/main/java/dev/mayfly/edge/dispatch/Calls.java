package dev.mayfly.edge.dispatch;

import dev.mayfly.bindings.flags.FlagValues;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.identity.Caller.FunctionCaller;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.egress.Egress;
import dev.mayfly.edge.egress.OwnDoor;
import dev.mayfly.edge.flags.KnownOfRequest;
import dev.mayfly.edge.invocations.CallSpan;
import dev.mayfly.edge.invocations.Recording;
import dev.mayfly.edge.invocations.UrlText;
import dev.mayfly.edge.loops.Ancestry;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.socket.SocketUse;
import dev.mayfly.isolates.InvocationClient.CallBody;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.frames.Message;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one invocation calls while it runs: fetches and bindings. Counted once more on this side, since workers are not trusted. */
final class Calls {
    private final ServedFunction function;
    private final Recording recording;
    private final ExchangeServices services;
    private final Ancestry ancestry;
    private final HttpServerRequest http;
    private final Set<CallBody> fetches = new HashSet<>();
    private int made;
    private boolean over;

    Calls(
            HttpServerRequest http,
            ServedFunction function,
            Recording recording,
            ExchangeServices services,
            Ancestry ancestry) {
        this.http = http;
        this.function = function;
        this.recording = recording;
        this.services = services;
        this.ancestry = ancestry;
    }

    void fetch(Message.Call.Fetch fetch, Reply reply) {
        if (tooMany(reply)) return;
        CallSpan span = recording.call(
                "fetch",
                Map.of("http.request.method", UrlText.kept(fetch.method()), "url.full", UrlText.kept(fetch.url())));
        Egress.Trace trace = new Egress.Trace(
                recording.trace().traceparent(span.id()), recording.trace().state());
        List<CallBody> itself = new ArrayList<>(1);
        CallBody body = services.egress()
                .fetch(
                        fetch,
                        function.egress(),
                        trace,
                        new OwnDoor.Caller(
                                function.account(), () -> services.passes().issue(ancestry)),
                        reply,
                        new Egress.Report() {
                            @Override
                            public void socket(SocketUse use) {
                                span.tell(use.attributes());
                            }

                            @Override
                            public void done(int status, long sentBytes, Optional<String> error) {
                                span.end(status, error);
                                recording.sent(sentBytes);
                                fetches.removeAll(itself);
                            }
                        });
        itself.add(body);
        if (!span.ended()) fetches.add(body);
    }

    void method(Message.Call.Method call, Reply reply) {
        if (tooMany(reply)) return;
        BindingRef binding = function.bindings().get(call.binding());
        if (binding == null) {
            reply.refused("unknown-binding", "There is no binding " + UrlText.kept(call.binding()) + " on env.");
            return;
        }
        CallSpan span = recording.call(
                binding.type() + "." + UrlText.kept(call.method()),
                Map.of("mayfly.binding", UrlText.kept(call.binding())));
        FunctionCaller caller = new FunctionCaller(function.account(), function.function(), recording.id());
        services.bindings()
                .call(
                        caller,
                        binding.type(),
                        setting(binding),
                        call.method(),
                        call.arguments(),
                        Optional.of(recording.trace().traceparent(span.id())))
                .subscribe()
                .with(
                        json -> {
                            if (binding.type().equals(FlagValues.TYPE))
                                span.tell(services.exposures().of(json));
                            span.end(0, Optional.empty());
                            if (!over) reply.returned(json);
                        },
                        error -> {
                            String code = error instanceof Problem problem ? problem.code() : "broken";
                            String message =
                                    error instanceof Problem problem ? problem.detail() : "The binding failed.";
                            span.end(0, Optional.of(code));
                            if (!over) reply.refused(code, message);
                        });
    }

    private Optional<?> setting(BindingRef binding) {
        return binding.type().equals(FlagValues.TYPE)
                ? Optional.of(new FlagValues.Asking(
                        binding.app().orElse(function.function()), Optional.of(KnownOfRequest.of(http, binding))))
                : binding.setting();
    }

    /** The invocation is over: nobody waits for an answer any more. */
    void hangUp() {
        over = true;
        for (CallBody fetch : List.copyOf(fetches)) fetch.hungUp();
        fetches.clear();
    }

    private boolean tooMany(Reply reply) {
        int allowed = function.limits().subrequests();
        if (++made <= allowed) return false;
        reply.refused("limit-subrequests", "The function made more than %d subrequests.".formatted(allowed));
        return true;
    }
}
