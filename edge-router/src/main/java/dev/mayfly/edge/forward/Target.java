package dev.mayfly.edge.forward;

import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Somebody who answers requests that are forwarded. */
public interface Target {
    /** As problems and metrics call it. */
    String name();

    /**
     * A request on a connection, of which nothing is sent yet; each time perhaps to another of several equal servers.
     *
     * @param pathAndQuery as the client asked for it
     */
    Future<HttpClientRequest> open(HttpMethod method, String pathAndQuery);

    /** The same, on a connection that can become a WebSocket's. */
    Future<HttpClientRequest> openSocket(String pathAndQuery);

    /** How often it is worth to try one request. */
    int attemptsMax();

    /** Whether it is worth to try once more, after so many attempts. Who says so will be tried. */
    default boolean mayTry(int attempts) {
        return attempts < attemptsMax();
    }

    /** How long an attempt may take until its answer begins; empty: as long as {@link #silenceMax}. */
    default Optional<Duration> attemptWithin() {
        return Optional.empty();
    }

    /** After how long another is asked beside the first; empty: never. */
    default Optional<Duration> hedgeAfter() {
        return Optional.empty();
    }

    /** Whether another can be asked beside the one that is slow, after so many attempts. Who says so will be tried. */
    default boolean mayHedge(int attempts) {
        return false;
    }

    /** Who was asked last, for people. */
    String asked();

    /** Who answers in this process, when it is his turn instead of another attempt. */
    default Optional<Consumer<RequestBody>> instead() {
        return Optional.empty();
    }

    /** What the client is answered when it could not be asked. */
    default ProblemAnswer unreachable(String detail) {
        return ProblemAnswer.of(502, "origin-unreachable", detail);
    }

    /** What the client is answered when it did not answer. */
    default ProblemAnswer silent(String detail) {
        return ProblemAnswer.of(504, "origin-silent", detail);
    }

    /** Writes what the answer says for the platform, and clients may know. */
    default void told(HttpClientResponse answer, MultiMap response) {}

    /** Whether this answer says that nothing was done about the request, so that another may be asked. */
    default boolean declines(HttpClientResponse answer) {
        return false;
    }

    /** Writes what it is told of the request and its client. False: it is told what everybody is. */
    default boolean tell(HttpServerRequest http, IncomingRequest request, HttpClientRequest to) {
        return false;
    }

    /** The name that it is asked by; empty: its own. */
    Optional<String> host(String asked);

    /** It is asked no more: comes once for each request, at its end. */
    default void over() {}

    /** How long nothing may move either way. */
    Duration silenceMax();
}
