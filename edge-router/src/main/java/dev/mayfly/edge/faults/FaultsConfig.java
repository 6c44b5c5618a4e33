package dev.mayfly.edge.faults;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What happens when those fail to whom requests are passed on. */
public interface FaultsConfig {
    Breaker breaker();

    Ejection ejection();

    Retries retries();

    /** Requests of one account that are passed on at a time; more are refused at once, and none waits for its turn. */
    @WithDefault("2000")
    int inFlightPerAccount();

    /** How long nothing may move either way of a request that is passed on, and how much of it the other is told that it has. */
    @WithDefault("60s")
    Duration answerWithin();

    /**
     * How long a region may take until its answer begins. Then another is asked where that may be done twice, and the others end. By default
     * nobody is hurried but by {@link #answerWithin}: functions may take long.
     */
    Optional<Duration> attemptWithin();

    /**
     * How long a region may take until its answer begins, before another is asked beside it, where that may be done twice; who answers first has
     * answered. It counts as a retry. By default nobody is asked twice at a time.
     */
    Optional<Duration> hedgeAfter();

    /** An endpoint that fails is left alone; one request at a time finds out whether it is well again. */
    interface Breaker {
        /** Failures in a row after which it is left alone. */
        @WithDefault("5")
        int failures();

        /** The share of failures, in percent, after which it is. */
        @WithDefault("50")
        int failurePercent();

        /** Over which time that share is taken. */
        @WithDefault("10s")
        Duration window();

        /** With fewer requests in that time, the share says nothing. */
        @WithDefault("20")
        int requestsMin();

        /** How long it is left alone the first time; twice as long with each that follows. */
        @WithDefault("500ms")
        Duration openFor();

        /** How long at most. */
        @WithDefault("30s")
        Duration openMax();
    }

    /** One endpoint of several that fails much more than the others is not asked for a while. */
    interface Ejection {
        /** By how many percent more of its requests must have failed than of the others'. */
        @WithDefault("30")
        int percentAbove();

        /** How long the first time; so much longer with each that follows. */
        @WithDefault("5s")
        Duration base();

        /** How long at most. */
        @WithDefault("5m")
        Duration max();

        /** The most of the endpoints, in percent, that may be out at a time. */
        @WithDefault("50")
        int shareMax();
    }

    /** What may be asked again. */
    interface Retries {
        /** Attempts for one request, the first included. */
        @WithDefault("3")
        int attemptsMax();

        /** Retries within ten seconds, as a share of requests, in percent. */
        @WithDefault("20")
        int budgetPercent();

        /** Retries a second that are allowed whatever that share. */
        @WithDefault("10")
        int perSecondMin();
    }
}
