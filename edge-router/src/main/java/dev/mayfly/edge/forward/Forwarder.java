package dev.mayfly.edge.forward;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.bots.markdown.Pages;
import dev.mayfly.edge.bots.markdown.Rendering;
import dev.mayfly.edge.geography.Geography;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.edge.socket.OpenSockets;
import dev.mayfly.edge.trace.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The phase after the limits, for requests that no function answers: has somebody else answer them. */
@Singleton
public class Forwarder {
    private static final int LOOP_DETECTED = 508;
    private static final int UNAVAILABLE = 503;
    private static final Duration[] STEPS = {
        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100),
        Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(1)
    };

    private final Vertx vertx;
    private final Geography geography;
    private final OpenSockets sockets;
    private final Pages pages;
    private final EdgeConfig config;
    private final MeterRegistry metrics;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, Map<Ending, Timer>> timers = new ConcurrentHashMap<>();

    Forwarder(
            Vertx vertx,
            Geography geography,
            OpenSockets sockets,
            Pages pages,
            EdgeConfig config,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.geography = geography;
        this.sockets = sockets;
        this.pages = pages;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * @param rendering as the client would have the answer
     * @param startNs {@link System#nanoTime} when the request came
     */
    public void forward(
            HttpServerRequest http, IncomingRequest request, Target target, Rendering rendering, long startNs) {
        forward(http, request, target, rendering, startNs, () -> {});
    }

    /** @param whenOver comes once, when nothing of it is under way any more */
    public void forward(
            HttpServerRequest http,
            IncomingRequest request,
            Target target,
            Rendering rendering,
            long startNs,
            Runnable whenOver) {
        http.pause();
        TraceContext trace = TraceContext.of(
                http.headers().getAll("traceparent"), http.headers().getAll("tracestate"));
        boolean full = inFlight.incrementAndGet() > config.inFlightMax();
        Forwarding forwarding = new Forwarding(http, request, target, trace, this, rendering, ending -> {
            inFlight.decrementAndGet();
            whenOver.run();
            timer(target.name(), ending).record(System.nanoTime() - startNs, TimeUnit.NANOSECONDS);
        });
        if (full)
            forwarding.refuse(
                    ProblemAnswer.of(UNAVAILABLE, "unavailable", "Too many requests are under way on this machine."));
        else if (ForwardHeaders.passes(http.headers()) >= config.loops().depthMax())
            forwarding.refuse(ProblemAnswer.of(
                    LOOP_DETECTED, "forward-loop", "The request came back here again and again (CDN-Loop, RFC 8586)."));
        else forwarding.start();
    }

    Vertx vertx() {
        return vertx;
    }

    Geography geography() {
        return geography;
    }

    OpenSockets sockets() {
        return sockets;
    }

    Pages pages() {
        return pages;
    }

    /** For a short body to come. */
    Duration patience() {
        return config.patience();
    }

    private Timer timer(String target, Ending ending) {
        return timers.computeIfAbsent(target, name -> new ConcurrentHashMap<>(Ending.values().length))
                .computeIfAbsent(
                        ending,
                        end -> Timer.builder("mayfly.edge.forward")
                                .description(
                                        "Requests that were forwarded, from the client's head to the end of the answer")
                                .tag("target", target)
                                .tag("ending", end.name())
                                .serviceLevelObjectives(STEPS)
                                .register(metrics));
    }
}
