package dev.mayfly.edge.regions;

import dev.mayfly.edge.faults.Endpoint;
import dev.mayfly.edge.faults.Result;
import dev.mayfly.edge.forward.GivenUp;
import dev.mayfly.edge.forward.Target;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.response.HopByHop;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** One request on its way through the regions that may answer it: the first, and the others should those before fail. */
final class Passage implements Target {
    private static final List<String> TOLD = List.of("mayfly-invocation", PlacePhase.REGION);

    /** Told anew, or of the connection alone. */
    private static final Set<String> NOT_PASSED =
            Set.of("host", "expect", "content-length", "traceparent", "tracestate");

    private final Passages passages;
    private final String function;
    private final Deque<String> order;
    private final Consumer<RequestBody> here;
    private final long startNs;
    private final List<Endpoint<Peer>> tried = new ArrayList<>(1);
    private Optional<Chosen> next = Optional.empty();

    private record Chosen(Region region, Endpoint<Peer> router) {}

    /**
     * @param function as hosts begin with it
     * @param here answers it in this region, when that is next
     */
    Passage(Passages passages, String function, List<String> order, Consumer<RequestBody> here, long startNs) {
        this.passages = passages;
        this.function = function;
        this.order = new ArrayDeque<>(order);
        this.here = here;
        this.startNs = startNs;
    }

    @Override
    public String name() {
        return "regions";
    }

    @Override
    public Future<HttpClientRequest> open(HttpMethod method, String pathAndQuery) {
        return open(link -> link.request(method, pathAndQuery));
    }

    @Override
    public Future<HttpClientRequest> openSocket(String pathAndQuery) {
        return open(link -> link.socket(pathAndQuery));
    }

    private Future<HttpClientRequest> open(Function<Link, Future<HttpClientRequest>> connect) {
        if (next.isEmpty()) return Future.failedFuture("no region is left that could be asked");
        Chosen chosen = next.get();
        next = Optional.empty();
        return connect.apply(passages.links().to(chosen.router.target()))
                .onFailure(why -> unreachable(chosen, why))
                .onSuccess(request -> request.response().onComplete(answer -> ended(chosen, answer)));
    }

    private void ended(Chosen chosen, AsyncResult<HttpClientResponse> answer) {
        if (answer.succeeded()) {
            chosen.region.routers().ended(chosen.router, Result.answered);
            passages.slow().ended(key(chosen.region), Result.answered);
        } else if (GivenUp.isCauseOf(answer.cause())) {
            // Functions may be slow by themselves: whether their router is well is for its probes to say.
            chosen.region.routers().ended(chosen.router, Result.unknown);
            passages.slow().ended(key(chosen.region), GivenUp.resultOf(answer.cause()));
        } else {
            unreachable(chosen, answer.cause());
        }
    }

    private void unreachable(Chosen chosen, Throwable why) {
        chosen.region.routers().ended(chosen.router, Result.failed);
        passages.slow().ended(key(chosen.region), Result.unknown);
        passages.probes().failed(chosen.router.target(), why);
    }

    private String key(Region region) {
        return region.name() + ' ' + function;
    }

    @Override
    public boolean mayTry(int attempts) {
        if (attempts >= attemptsMax() || !passages.budget().take()) return false;
        next = choose();
        return next.isPresent() || isHereNext();
    }

    /** Never of this region: a request that runs here has nobody beside it. */
    @Override
    public boolean mayHedge(int attempts) {
        if (attempts >= attemptsMax() || !passages.budget().take()) return false;
        next = choose();
        return next.isPresent();
    }

    @Override
    public Optional<Duration> attemptWithin() {
        return passages.attemptWithin();
    }

    @Override
    public Optional<Duration> hedgeAfter() {
        return passages.hedgeAfter();
    }

    @Override
    public String asked() {
        return tried.isEmpty() ? "" : tried.getLast().target().region();
    }

    @Override
    public Optional<Consumer<RequestBody>> instead() {
        if (next.isEmpty()) next = choose();
        return next.isEmpty() && isHereNext() ? Optional.of(here) : Optional.empty();
    }

    private boolean isHereNext() {
        return passages.isOwn(order.peek());
    }

    /** The next router of the region whose turn it is, or of the next region; nobody, where it is this region's turn. */
    private Optional<Chosen> choose() {
        while (!order.isEmpty() && !isHereNext()) {
            Optional<Chosen> chosen = passages.other(order.element()).flatMap(this::begun);
            if (chosen.isPresent()) {
                tried.add(chosen.get().router);
                return chosen;
            }
            order.remove();
        }
        return Optional.empty();
    }

    /** A router of that region, unless the function was too slow there again and again. */
    private Optional<Chosen> begun(Region region) {
        if (!passages.slow().begin(key(region))) return Optional.empty();
        Optional<Endpoint<Peer>> router = region.router(tried);
        if (router.isEmpty()) passages.slow().ended(key(region), Result.unknown);
        return router.map(chosen -> new Chosen(region, chosen));
    }

    @Override
    public int attemptsMax() {
        return passages.attemptsMax();
    }

    @Override
    public ProblemAnswer unreachable(String detail) {
        return ProblemAnswer.of(
                502, "region-unreachable", "The region that was asked did not answer, and no other may be. " + detail);
    }

    @Override
    public ProblemAnswer silent(String detail) {
        return ProblemAnswer.of(504, "region-silent", detail);
    }

    @Override
    public void told(HttpClientResponse answer, MultiMap response) {
        for (String name : TOLD) {
            String value = answer.getHeader(name);
            if (value != null) response.set(name, value);
        }
    }

    @Override
    public boolean declines(HttpClientResponse answer) {
        return answer.headers().contains(PeerDoor.DECLINED);
    }

    @Override
    public boolean tell(HttpServerRequest http, IncomingRequest request, HttpClientRequest to) {
        MultiMap sent = http.headers();
        Set<String> hops = HopByHop.named(sent.getAll("connection"));
        for (Map.Entry<String, String> header : sent) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (NOT_PASSED.contains(name) || PeerSeal.NAMES.contains(name) || HopByHop.is(name) || hops.contains(name))
                continue;
            to.headers().add(name, header.getValue());
        }
        passages.seal(http, request, startNs, to.headers());
        return true;
    }

    @Override
    public Optional<String> host(String asked) {
        return Optional.of(asked);
    }

    @Override
    public Duration silenceMax() {
        return passages.answerWithin();
    }
}
