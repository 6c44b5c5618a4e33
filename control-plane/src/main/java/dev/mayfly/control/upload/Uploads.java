package dev.mayfly.control.upload;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Uploads under way, by whatever door: each is held in memory, so only so many are. */
@ApplicationScoped
public class Uploads {
    /** The bundle, and room for metadata and the form itself. */
    public static final int BODY_MAX = (int) Bundle.MAX_BYTES + (2 << 20);

    private final int placesMax;
    private final Duration waitMax;
    private final Semaphore places;
    private final Semaphore seats;

    @Inject
    Uploads(ControlConfig config) {
        this(config.uploadsMax(), config.uploadsWaitingMax(), config.uploadWait());
    }

    Uploads(int placesMax, int waitingMax, Duration waitMax) {
        this.placesMax = placesMax;
        this.waitMax = waitMax;
        this.places = new Semaphore(placesMax, true);
        this.seats = new Semaphore(waitingMax);
    }

    /** Takes a place, or fails. Whoever has begun must end. */
    public void begin() {
        if (!places.tryAcquire()) throw full("");
    }

    /** Takes a place when it is the caller's turn, which may be a while; or fails. Whoever has begun must end. */
    public void beginInTurn() {
        if (isMyTurnWithin(Duration.ZERO)) return;
        if (!seats.tryAcquire()) throw full(", and many wait");
        try {
            if (!isMyTurnWithin(waitMax)) throw full(", and none ended within %d ms".formatted(waitMax.toMillis()));
        } finally {
            seats.release();
        }
    }

    private boolean isMyTurnWithin(Duration wait) {
        try {
            return places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many wait for their turn. */
    int waiting() {
        return places.getQueueLength();
    }

    private Problem full(String more) {
        return new Problem.Unavailable(
                "%d other uploads are under way, as many as there may be%s; try again in a moment"
                        .formatted(placesMax, more));
    }

    public void end() {
        places.release();
    }
}
