package dev.mayfly.edge;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.edge.bots.BotPhase;
import dev.mayfly.edge.bots.Bots;
import dev.mayfly.edge.bots.EdgeAnswer;
import dev.mayfly.edge.bots.Meeting;
import dev.mayfly.edge.bots.markdown.Rendering;
import dev.mayfly.edge.dispatch.Dispatch;
import dev.mayfly.edge.forward.Destination;
import dev.mayfly.edge.forward.Forwarder;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.ingress.Ingress;
import dev.mayfly.edge.ingress.ToldRequest;
import dev.mayfly.edge.invocations.Phase;
import dev.mayfly.edge.invocations.Recording;
import dev.mayfly.edge.limits.RateGuard;
import dev.mayfly.edge.limits.RateRefusal;
import dev.mayfly.edge.loops.Ancestry;
import dev.mayfly.edge.loops.LoopGuard;
import dev.mayfly.edge.loops.Passes;
import dev.mayfly.edge.place.Placer.Placed;
import dev.mayfly.edge.regions.Passages;
import dev.mayfly.edge.regions.PlacePhase;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.edge.route.Routing;
import dev.mayfly.edge.route.Routing.Routed;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.snapshot.Snapshot;
import dev.mayfly.edge.socket.Handshake;
import dev.mayfly.edge.trace.TraceContext;
import dev.mayfly.edge.transport.Connections;
import dev.mayfly.edge.transport.Uploads;
import dev.mayfly.edge.usage.UsageMeter;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Where all requests come in, before any other route of the process: ingress, route, bots, limits, place, dispatch, response. Functions' requests never
 * see the platform's routes, and what is the platform's passes on to them untouched. What an HTTP server of the settings or of an account answers goes there.
 */
@Singleton
public class FrontDoor {
    /** The body of a request is where the request is. */
    private static final RequestBody NOT_READ = new RequestBody.Streamed();

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final Snapshot snapshot;
    private final Dispatch dispatch;
    private final Passes passes;
    private final LoopGuard loops;
    private final RateGuard rates;
    private final UsageMeter usage;
    private final Optional<BotPhase> bots;
    private final Uploads uploads;
    private final PlacePhase places;
    private final Passages passages;
    private final Forwarder forwarder;

    FrontDoor(
            Snapshot snapshot,
            Dispatch dispatch,
            Passes passes,
            LoopGuard loops,
            RateGuard rates,
            UsageMeter usage,
            Bots bots,
            Uploads uploads,
            PlacePhase places,
            Passages passages,
            Forwarder forwarder) {
        this.snapshot = snapshot;
        this.dispatch = dispatch;
        this.passes = passes;
        this.loops = loops;
        this.rates = rates;
        this.usage = usage;
        this.bots = bots.phase();
        this.uploads = uploads;
        this.places = places;
        this.passages = passages;
        this.forwarder = forwarder;
    }

    void open(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::receive).failureHandler(this::unreadable);
    }

    /** What Vert.x refuses before any handler sees it: the unreadable, which has the same form then, and {@code OPTIONS *}, which is sound. */
    private void unreadable(RoutingContext context) {
        Connections.heard(context.request());
        try {
            IncomingRequest request = Ingress.read(context.request());
            if (request.ofServer()) answerForServer(context.request());
            else context.next();
        } catch (Problem problem) {
            refuse(context.request(), problem);
        }
    }

    private void receive(RoutingContext context) {
        long startNs = System.nanoTime();
        Connections.heard(context.request());
        orRefuse(context.request(), () -> read(context, context.request(), startNs));
    }

    private void read(RoutingContext context, HttpServerRequest http, long startNs) {
        IncomingRequest request = Ingress.read(http);
        long readNs = System.nanoTime();
        route(context, request, startNs, readNs);
    }

    private void route(RoutingContext context, IncomingRequest request, long startNs, long readNs) {
        HttpServerRequest http = context.request();
        switch (Routing.route(request, snapshot.routes())) {
            case Routed.ToPlatform() -> {
                uploads.bound(context);
                context.next();
            }
            case Routed.Nowhere() -> refuse(http, nowhere());
            case Routed.ToOrigin(Destination destination, String route) -> {
                Optional<ProblemAnswer> refusal =
                        Handshake.isAskedFor(http) ? Handshake.refusal(http) : Optional.empty();
                if (refusal.isPresent()) refuse(http, refusal.get());
                else meet(reached(http, request, destination, startNs, readNs), destination, route);
            }
            case Routed.ToFunction(ServedFunction stable, String route, String url) -> {
                Reached reached = reached(http, request, stable, route, url, startNs, readNs);
                Optional<ProblemAnswer> refusal =
                        Handshake.isAskedFor(http) ? Handshake.refusal(http) : Optional.empty();
                if (refusal.isPresent()) refuse(http, refusal.get());
                else meet(reached);
            }
        }
    }

    private static Reached reached(
            HttpServerRequest http,
            IncomingRequest request,
            ServedFunction stable,
            String route,
            String url,
            long startNs,
            long readNs) {
        ServedFunction function = stable.versionFor(http);
        Recording recording = new Recording(trace(http), function, request.method(), url, startNs);
        recording.phase(Phase.ingress, startNs, readNs);
        recording.phase(Phase.route, readNs, System.nanoTime());
        return new Reached(http, request, function, route, url, recording);
    }

    /** A request that a server answers. */
    private record Passing(HttpServerRequest http, IncomingRequest request, Recording recording, long startNs) {}

    private static Passing reached(
            HttpServerRequest http, IncomingRequest request, Destination destination, long startNs, long readNs) {
        Recording recording = Recording.ofServer(
                trace(http), destination.name(), request.method(), request.url(request.path()), startNs);
        recording.phase(Phase.ingress, startNs, readNs);
        recording.phase(Phase.route, readNs, System.nanoTime());
        return new Passing(http, request, recording, startNs);
    }

    private static TraceContext trace(HttpServerRequest http) {
        return TraceContext.of(
                http.headers().getAll("traceparent"), http.headers().getAll("tracestate"));
    }

    /** A request that came to a function. */
    private record Reached(
            HttpServerRequest http,
            IncomingRequest request,
            ServedFunction function,
            String route,
            String url,
            Recording recording) {}

    /** A crawler may have its answer here; all others are served, some of them when it is known who they are. */
    private void meet(HttpServerRequest http, IncomingRequest request, Consumer<Rendering> serve) {
        if (bots.isEmpty()) {
            serve.accept(Rendering.PLAIN);
            return;
        }
        bots.get()
                .meet(
                        http,
                        request,
                        meeting -> orRefuse(http, () -> {
                            switch (meeting) {
                                case Meeting.Answered(EdgeAnswer answer) -> answer(http, answer);
                                case Meeting.Passed(Rendering rendering) -> serve.accept(rendering);
                            }
                        }));
    }

    private void meet(Reached reached) {
        if (bots.isPresent()) reached.recording.begin(Phase.bots);
        meet(reached.http, reached.request, rendering -> {
            reached.recording.end(Phase.bots);
            serve(reached, rendering);
        });
    }

    private void meet(Passing passing, Destination destination, String route) {
        if (bots.isPresent()) passing.recording.begin(Phase.bots);
        meet(passing.http, passing.request, rendering -> {
            passing.recording.end(Phase.bots);
            forward(passing, destination, route, rendering);
        });
    }

    private void forward(Passing passing, Destination destination, String route, Rendering rendering) {
        passing.recording.begin(Phase.limits);
        Optional<Problem> refusal = rates.refusal(passing.http, destination, route);
        passing.recording.end(Phase.limits);
        if (refusal.isPresent()) turnAway(passing.http, refusal.get());
        else
            forwarder.forward(
                    passing.http, passing.request, destination.target(), rendering, passing.recording, passing.startNs);
    }

    /** As far as limits allow: of loops first, since they are no use of anybody. */
    private void serve(Reached reached, Rendering rendering) {
        reached.recording.begin(Phase.limits);
        Ancestry ancestry = passes.ancestryOf(reached.http);
        switch (loops.judge(ancestry, reached.function.account())) {
            case LoopGuard.Verdict.Refused(ProblemAnswer answer) -> refuse(reached.http, answer);
            case LoopGuard.Verdict.Served(long afterNs) ->
                after(afterNs, reached.http, () -> begin(reached, ancestry, rendering));
        }
    }

    /** At once, or later on the same context, where the client has not gone by then. */
    private static void after(long ns, HttpServerRequest http, Runnable deed) {
        if (ns == 0) {
            deed.run();
            return;
        }
        http.pause();
        Vertx.currentContext().owner().setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(ns)), timer -> {
            if (!http.response().closed()) orRefuse(http, deed);
        });
    }

    private void begin(Reached reached, Ancestry ancestry, Rendering rendering) {
        ServedFunction function = reached.function;
        Optional<RateRefusal> rate = rates.refusal(reached.http, function, reached.route, ancestry);
        reached.recording.end(Phase.limits);
        if (rate.isPresent()) {
            turnAway(reached.http, function, reached.recording, rate.get());
            return;
        }
        place(reached, ancestry, rendering);
    }

    /** Here, where nothing says otherwise; an answer that is rewritten here is made here, too. */
    private void place(Reached reached, Ancestry ancestry, Rendering rendering) {
        if (!rendering.isNothing() || !places.concerns(reached.function)) {
            run(reached, ancestry, rendering, NOT_READ);
            return;
        }
        reached.recording.begin(Phase.place);
        Placed placed = places.place(reached.function, reached.http);
        reached.recording.end(Phase.place);
        if (places.isHere(placed)) runPlaced(reached, ancestry, NOT_READ);
        else
            passages.pass(
                    reached.http,
                    reached.request,
                    reached.function,
                    placed.order(),
                    body -> orRefuse(reached.http, () -> runPlaced(reached, ancestry, body)),
                    reached.recording,
                    System.nanoTime());
    }

    /** A request that another region passed on: it has met crawlers' rules and limits there, and is answered here or by nobody. */
    public void receive(ToldRequest http, Runnable decline) {
        long startNs = System.nanoTime();
        orRefuse(http, () -> {
            IncomingRequest request = Ingress.read(http);
            long readNs = System.nanoTime();
            if (Routing.route(request, snapshot.routes())
                    instanceof Routed.ToFunction(ServedFunction stable, String route, String url)) {
                Reached reached = reached(http, request, stable, route, url, startNs, readNs);
                runPlaced(reached, passes.ancestryOf(http), NOT_READ);
            } else {
                decline.run();
            }
        });
    }

    private void runPlaced(Reached reached, Ancestry ancestry, RequestBody body) {
        places.here(reached.http);
        run(reached, ancestry, Rendering.PLAIN, body);
    }

    private void run(Reached reached, Ancestry ancestry, Rendering rendering, RequestBody body) {
        ServedFunction function = reached.function;
        usage.begin(function.account(), function.function())
                .ifPresentOrElse(
                        problem -> dispatch.refuse(reached.http, function, reached.recording, problem),
                        () -> dispatch.run(
                                reached.http,
                                reached.request,
                                function,
                                reached.url,
                                ancestry,
                                reached.recording,
                                rendering,
                                body));
    }

    private static void orRefuse(HttpServerRequest http, Runnable deed) {
        try {
            deed.run();
        } catch (RuntimeException e) {
            if (http.response().ended()) throw e;
            refuse(http, Problems.from(e));
        }
    }

    /** The connection stays: making new ones would cost more than what is turned away. */
    private void turnAway(HttpServerRequest http, ServedFunction function, Recording recording, RateRefusal refusal) {
        if (refusal.recorded()) {
            dispatch.refuse(http, function, recording, refusal.problem());
            return;
        }
        turnAway(http, refusal.problem());
    }

    private static void turnAway(HttpServerRequest http, Problem problem) {
        ProblemAnswer answer = ProblemAnswer.of(problem);
        http.response().setStatusCode(answer.status());
        answer.headers().forEach(http.response()::putHeader);
        send(http, bodyFollows(http), answer.body());
    }

    private Problem nowhere() {
        return snapshot.loaded()
                ? new Problem.NotFound("No function answers at this address.")
                : new Problem.Unavailable("The router does not know its functions yet.");
    }

    /** RFC 9110 9.3.7: it is no function's to answer, whatever the host. */
    private static void answerForServer(HttpServerRequest http) {
        http.response().putHeader(HttpHeaders.ALLOW, METHODS);
        send(http, bodyFollows(http), Buffer.buffer());
    }

    private static void refuse(HttpServerRequest http, Problem problem) {
        refuse(http, ProblemAnswer.of(problem));
    }

    /** The connection ends with a refusal: what else comes on it was meant for somebody who is not here. */
    private static void refuse(HttpServerRequest http, ProblemAnswer answer) {
        http.response().setStatusCode(answer.status());
        answer.headers().forEach(http.response()::putHeader);
        send(http, answer.status() != 404 || bodyFollows(http), answer.body());
    }

    private static void answer(HttpServerRequest http, EdgeAnswer answer) {
        http.response().setStatusCode(answer.status());
        answer.headers().forEach(http.response()::putHeader);
        send(http, bodyFollows(http), answer.body());
    }

    private static boolean bodyFollows(HttpServerRequest http) {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        return http.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static void send(HttpServerRequest http, boolean last, Buffer body) {
        var response = http.response();
        boolean head = http.method().equals(HttpMethod.HEAD);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        if (!last || http.version() == HttpVersion.HTTP_2) {
            response.end(head ? Buffer.buffer() : body);
            return;
        }
        // Never ended, only complete: at its end Vert.x would take up what stands behind the request on the connection.
        response.putHeader(HttpHeaders.CONNECTION, "close");
        response.write(head ? Buffer.buffer() : body)
                .onComplete(sent -> http.connection().close());
    }
}
