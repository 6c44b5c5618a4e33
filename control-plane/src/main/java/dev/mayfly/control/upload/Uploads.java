package dev.mayfly.control.upload;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;

/** Uploads under way, by whatever door: each is held in memory, so only so many are. */
@ApplicationScoped
public class Uploads {
    /** The bundle, and room for metadata and the form itself. */
    public static final int BODY_MAX = (int) Bundle.MAX_BYTES + (2 << 20);

    private final int placesMax;
    private final Semaphore places;

    Uploads(ControlConfig config) {
        this.placesMax = config.uploadsMax();
        this.places = new Semaphore(placesMax);
    }

    /** Takes a place, or fails. Whoever has begun must end. */
    public void begin() {
        if (!places.tryAcquire())
            throw new Problem.Unavailable(
                    "%d other uploads are under way, as many as there may be; try again in a moment"
                            .formatted(placesMax));
    }

    public void end() {
        places.release();
    }
}
