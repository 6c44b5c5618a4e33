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

    private final Semaphore places;

    Uploads(ControlConfig config) {
        this.places = new Semaphore(config.uploadsMax());
    }

    /** Takes a place, or fails. Whoever has begun must end. */
    public void begin() {
        if (!places.tryAcquire()) throw new Problem.Unavailable("other uploads are under way; try again in a moment");
    }

    public void end() {
        places.release();
    }
}
