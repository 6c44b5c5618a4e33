package dev.mayfly.control.v4;

import dev.mayfly.bindings.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What went wrong, with the number by which clients of the v4 API tell errors apart. */
public final class V4Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Numbers that wrangler acts upon, or that Cloudflare gives such errors. */
    static final int NO_SUCH_CALL = 7003;

    static final int NOT_YOURS = 9109;
    static final int UNAUTHENTICATED = 10000;
    static final int BROKEN = 10001;
    static final int NO_SUCH_SCRIPT = 10007;
    static final int CONFLICT = 10013;
    static final int BAD_SCRIPT = 10021;
    static final int TOO_LARGE = 10027;
    static final int NO_SUCH_SECRET = 10056;
    static final int NOTHING_TO_INHERIT = 10057;
    static final int NO_SUCH_SERVICE = 10090;
    static final int NO_SUCH_VERSION = 10212;
    /** Of ours: what Mayfly does not have. */
    static final int UNSUPPORTED = 10501;

    private final int status;
    private final int code;
    private final @Nullable Duration retryAfter;

    private V4Problem(int status, int code, String message) {
        this(status, code, message, null);
    }

    private V4Problem(int status, int code, String message, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** When trying again makes sense, where that is known. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** Something of the Workers platform that Mayfly does not have; the message names it. */
    public static V4Problem unsupported(String message) {
        return new V4Problem(400, UNSUPPORTED, message);
    }

    public static V4Problem nothingToInherit(String name) {
        return new V4Problem(
                400,
                NOTHING_TO_INHERIT,
                "inherit binding '%s' is invalid: there is no secret, variable or binding of this name yet"
                        .formatted(name));
    }

    static V4Problem tooLarge(String message) {
        return new V4Problem(413, TOO_LARGE, message);
    }

    static V4Problem noSuchCall(String method, String path) {
        return new V4Problem(404, NO_SUCH_CALL, "Mayfly has no %s: %s %s".formatted(Products.of(path), method, path));
    }

    /** The same problem where something else than a script was looked for. */
    static V4Problem missing(int code, Problem.NotFound problem) {
        return new V4Problem(404, code, problem.detail());
    }

    static V4Problem of(Problem problem) {
        return switch (problem) {
            case Problem.Unauthenticated p -> new V4Problem(p.status(), UNAUTHENTICATED, p.detail());
            case Problem.Denied p -> new V4Problem(p.status(), NOT_YOURS, p.detail());
            case Problem.NotFound p -> new V4Problem(p.status(), NO_SUCH_SCRIPT, p.detail());
            case Problem.Conflict p -> new V4Problem(p.status(), CONFLICT, p.detail());
            case Problem.BadBundle p ->
                new V4Problem(400, p.code().equals("bundle-too-large") ? TOO_LARGE : BAD_SCRIPT, place(p) + p.detail());
            case Problem.Invalid p ->
                new V4Problem(p.status(), p.code().equals("bundle-too-large") ? TOO_LARGE : BAD_SCRIPT, p.detail());
            case Problem.MethodRefused p -> new V4Problem(p.status(), BAD_SCRIPT, p.detail());
            case Problem.LimitReached p -> again(CONFLICT, p);
            case Problem.TooLarge p -> new V4Problem(p.status(), TOO_LARGE, p.detail());
            case Problem.Unavailable p -> again(BROKEN, p);
            case Problem.Broken p -> new V4Problem(p.status(), BROKEN, p.detail());
        };
    }

    private static V4Problem again(int code, Problem problem) {
        return new V4Problem(
                problem.status(), code, problem.detail(), problem.retryAfter().orElse(null));
    }

    private static String place(Problem.BadBundle problem) {
        return Optional.of(problem)
                .filter(bad -> bad.line() > 0)
                .map(bad -> "%s:%d:%d: ".formatted(bad.file(), bad.line(), bad.column()))
                .orElse("");
    }
}
