package dev.mayfly.edge.forward;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.bots.markdown.Pages;
import dev.mayfly.edge.bots.markdown.Rendering;
import dev.mayfly.edge.geography.Geography;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.invocations.InvocationLog;
import dev.mayfly.edge.invocations.Phase;
import dev.mayfly.edge.invocations.Recording;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.edge.socket.OpenSockets;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.Outcome;
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
import java.util.function.BiConsumer;

/** The phase after the limits, for requests that no function answers: has somebody else answer them. */
@Singleton
public class Forwarder {
    private static final String INVOCATION = "mayfly-invocation";
    private static final InvocationClient.Usage NO_USAGE = new InvocationClient.Usage(0, 0, 0, 0, 0, 0, "");
    private static final int CLIENT_GONE = 499;
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
    private final InvocationLog log;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, Map<Ending, Timer>> timers = new ConcurrentHashMap<>();

    Forwarder(
            Vertx vertx,
            Geography geography,
            OpenSockets sockets,
            Pages pages,
            EdgeConfig config,
            MeterRegistry metrics,
            InvocationLog log) {
        this.vertx = vertx;
        this.geography = geography;
        this.sockets = sockets;
        this.pages = pages;
        this.config = config;
        this.metrics = metrics;
        this.log = log;
    }

    /**
     * To a server, or one of several.
     *
     * @param rendering as the client would have the answer
     * @param startNs {@link System#nanoTime} when the request came
     */
    public void forward(
            HttpServerRequest http,
            IncomingRequest request,
            Target target,
            Rendering rendering,
            Recording recording,
            long startNs) {
        begin(http, request, target, rendering, recording, startNs, (forwarding, ending) -> {
            if (log.exports(recording)) recording.forwarded(attributes(target, forwarding, ending));
            log.addForwarded(recording, status(forwarding));
        });
    }

    /**
     * To another region, or, should none answer, to whom the target names instead in this process.
     *
     * @param whenOver comes once, when nothing of it is under way there any more
     */
    public void pass(
            HttpServerRequest http,
            IncomingRequest request,
            Target target,
            Recording recording,
            long startNs,
            Runnable whenOver) {
        begin(http, request, target, Rendering.PLAIN, recording, startNs, (forwarding, ending) -> {
            whenOver.run();
            recording.forwarded(attributes(target, forwarding, ending));
            if (ending == Ending.here) return;
            String invocation = http.response().headers().get(INVOCATION);
            if (invocation != null) recording.ranElsewhereAs(invocation);
            recording.sent(forwarding.sentBytes());
            log.addPassed(recording, recording.complete(status(forwarding), outcome(ending), NO_USAGE));
        });
    }

    private void begin(
            HttpServerRequest http,
            IncomingRequest request,
            Target target,
            Rendering rendering,
            Recording recording,
            long startNs,
            BiConsumer<Forwarding, Ending> over) {
        http.pause();
        boolean full = inFlight.incrementAndGet() > config.inFlightMax();
        Forwarding forwarding = new Forwarding(http, request, target, recording, this, rendering, (it, ending) -> {
            inFlight.decrementAndGet();
            target.over();
            recording.end(Phase.forward);
            if (ending != Ending.here) recording.end(Phase.response);
            timer(target.name(), ending).record(System.nanoTime() - startNs, TimeUnit.NANOSECONDS);
            over.accept(it, ending);
        });
        if (full)
            forwarding.refuse(
                    ProblemAnswer.of(UNAVAILABLE, "unavailable", "Too many requests are under way on this machine."));
        else if (ForwardHeaders.passes(http.headers()) >= config.loops().depthMax())
            forwarding.refuse(ProblemAnswer.of(
                    LOOP_DETECTED, "forward-loop", "The request came back here again and again (CDN-Loop, RFC 8586)."));
        else forwarding.start();
    }

    private static Map<String, String> attributes(Target target, Forwarding forwarding, Ending ending) {
        return Map.of(
                "mayfly.target", target.name(),
                "mayfly.asked", target.asked(),
                "mayfly.attempts", Integer.toString(forwarding.attempts()),
                "mayfly.ending", ending.name());
    }

    private static int status(Forwarding forwarding) {
        return forwarding.status() == 0 ? CLIENT_GONE : forwarding.status();
    }

    /** What the function came to is known where it ran. */
    private static Outcome outcome(Ending ending) {
        return switch (ending) {
            case answered, here -> new Outcome.Answered();
            case unreachable -> new Outcome.Refused(new Problem.Unavailable("No region could be asked."));
            case silent -> new Outcome.Refused(new Problem.Unavailable("The region that was asked said nothing."));
            case broken -> new Outcome.Refused(new Problem.Unavailable("The answer of the region broke off."));
            case abandoned -> new Outcome.Refused(new Problem.Unavailable("The client went away."));
        };
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
