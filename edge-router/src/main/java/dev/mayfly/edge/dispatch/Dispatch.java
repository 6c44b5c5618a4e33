package dev.mayfly.edge.dispatch;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.bots.markdown.Rendering;
import dev.mayfly.edge.geography.Geography;
import dev.mayfly.edge.ingress.ClientHeaders;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.invocations.Recording;
import dev.mayfly.edge.loops.Ancestry;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.snapshot.BundleCache;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.InvocationRequest.RunnableVersion;
import dev.mayfly.isolates.IsolateHost;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The third phase: makes an invocation of a request, and hands it to the isolates as soon as its code and its body are there. */
@Singleton
public class Dispatch {
    private final IsolateHost isolates;
    private final BundleCache bundles;
    private final ExchangeServices services;
    private final Geography geography;
    private final EdgeConfig config;
    private final AtomicInteger inFlight = new AtomicInteger();

    Dispatch(
            IsolateHost isolates,
            BundleCache bundles,
            ExchangeServices services,
            Geography geography,
            EdgeConfig config) {
        this.isolates = isolates;
        this.bundles = bundles;
        this.services = services;
        this.geography = geography;
        this.config = config;
    }

    /**
     * @param url as the function shall see it
     * @param ancestry of the request
     * @param rendering as the client would have the answer
     * @param held the body, where it was read already; streamed, where it is yet to come with the request
     */
    public void run(
            HttpServerRequest http,
            IncomingRequest request,
            ServedFunction function,
            String url,
            Ancestry ancestry,
            Recording recording,
            Rendering rendering,
            RequestBody held) {
        http.pause();
        Exchange exchange =
                new Exchange(http, function, recording, services, ancestry, rendering, inFlight::decrementAndGet);
        if (inFlight.incrementAndGet() > config.inFlightMax()) {
            exchange.refuse(new Problem.Unavailable("Too many invocations are under way on this machine."));
            return;
        }
        Optional<Bundle> bundle = bundles.find(function.bundle());
        if (bundle.isPresent()) withCode(http, request, function, url, exchange, bundle.get(), held);
        else {
            Context here = Vertx.currentContext();
            bundles.load(function.bundle())
                    .subscribe()
                    .with(
                            loaded -> here.runOnContext(
                                    v -> withCode(http, request, function, url, exchange, loaded, held)),
                            error -> here.runOnContext(v -> exchange.refuse(
                                    new Problem.Unavailable("The function's code is not at hand; try again."))));
        }
    }

    /** Of what may be under way here, the part that is. */
    public double load() {
        return (double) inFlight.get() / config.inFlightMax();
    }

    /** Records that a function's request is not served, and says why. */
    public void refuse(HttpServerRequest http, ServedFunction function, Recording recording, Problem problem) {
        http.pause();
        new Exchange(http, function, recording, services, Ancestry.none(), Rendering.PLAIN, () -> {}).refuse(problem);
    }

    private void withCode(
            HttpServerRequest http,
            IncomingRequest request,
            ServedFunction function,
            String url,
            Exchange exchange,
            Bundle bundle,
            RequestBody held) {
        if (exchange.isOver()) return;
        if (!(held instanceof RequestBody.Streamed)) {
            RequestBody body = RequestBodies.readsOnly(http) ? new RequestBody.None() : held;
            exchange.start(isolates, invocation(http, request, function, url, exchange, bundle, body));
            return;
        }
        RequestBodies.take(http, services.vertx(), config.patience(), new RequestBodies.Taker() {
            @Override
            public void taken(RequestBody body) {
                if (exchange.isOver()) return;
                exchange.start(isolates, invocation(http, request, function, url, exchange, bundle, body));
            }

            @Override
            public void refused(Problem problem) {
                exchange.refuse(problem);
            }
        });
    }

    private InvocationRequest invocation(
            HttpServerRequest http,
            IncomingRequest request,
            ServedFunction function,
            String url,
            Exchange exchange,
            Bundle bundle,
            RequestBody body) {
        String traceparent = exchange.traceparent();
        return new InvocationRequest(
                new RunnableVersion(
                        function.key(),
                        function.account(),
                        function.function(),
                        function.version(),
                        function.trust(),
                        bundle.mainModule(),
                        bundle.modules(),
                        function.env(),
                        bundle.flags()),
                function.limits(),
                traceparent,
                request.method(),
                url,
                ClientHeaders.of(http, request, traceparent, geography),
                body);
    }
}
