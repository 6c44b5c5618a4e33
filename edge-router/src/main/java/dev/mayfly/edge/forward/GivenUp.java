package dev.mayfly.edge.forward;

import dev.mayfly.edge.faults.Result;
import io.vertx.core.http.HttpClientRequest;
import java.util.Optional;

/** Why this router ended an attempt that was under way: the cause of the failure that whoever made the attempt then sees. */
public final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** RFC 9113 7: CANCEL. */
    private static final long CANCEL = 8;

    static final GivenUp LATE = new GivenUp("it took too long", Result.failed);
    static final GivenUp UNNEEDED = new GivenUp("nobody waits for it any more", Result.unknown);

    private final Result tells;

    private GivenUp(String why, Result tells) {
        super(why, null, false, false);
        this.tells = tells;
    }

    void end(HttpClientRequest request) {
        request.reset(CANCEL, this);
    }

    /** What an attempt that failed so tells of whom it asked. */
    public static Result resultOf(Throwable failure) {
        return among(failure).map(givenUp -> givenUp.tells).orElse(Result.failed);
    }

    /** Whether it was this router that ended it. */
    public static boolean isCauseOf(Throwable failure) {
        return among(failure).isPresent();
    }

    private static Optional<GivenUp> among(Throwable failure) {
        for (Throwable why = failure; why != null; why = why.getCause())
            if (why instanceof GivenUp givenUp) return Optional.of(givenUp);
        return Optional.empty();
    }
}
