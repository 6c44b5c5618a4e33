package dev.mayfly.bindings.problem;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong, said so that its reader can act. It has one stable {@link #code}, and one wire form: {@code
 * application/problem+json} (RFC 9457) with the members {@code type, title, status, detail, code} and, where known, {@code errors}.
 */
public abstract sealed class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final int status;

    private Problem(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /** Stable, in kebab case. */
    public String code() {
        return code;
    }

    /** The HTTP status that fits. */
    public int status() {
        return status;
    }

    /** When trying again makes sense, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** What was wrong and what would be right, for a person. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The caller sent something that cannot be accepted. */
    public static final class Invalid extends Problem {
        private static final long serialVersionUID = 1L;

        public Invalid(String code, String message) {
            super(code, 400, message);
        }
    }

    /** The caller asked with a method of HTTP that is served nowhere. */
    public static final class MethodRefused extends Problem {
        private static final long serialVersionUID = 1L;

        public MethodRefused(String message) {
            super("method-refused", 405, message);
        }
    }

    /** The caller sent a bundle that cannot be deployed; says where. */
    public static final class BadBundle extends Problem {
        private static final long serialVersionUID = 1L;
        private final String file;
        private final int line;
        private final int column;
        private final String pointer;

        /**
         * @param file empty: no one file is to blame
         * @param line from 1; 0: not known. {@code column} likewise
         */
        public BadBundle(String code, String message, String file, int line, int column) {
            this(code, message, file, line, column, "");
        }

        /** @param pointer to the value in a JSON document that came without its text (RFC 6901) */
        public BadBundle(String code, String message, String file, String pointer) {
            this(code, message, file, 0, 0, pointer);
        }

        private BadBundle(String code, String message, String file, int line, int column, String pointer) {
            super(code, 422, message);
            this.file = file;
            this.line = line;
            this.column = column;
            this.pointer = pointer;
        }

        public String file() {
            return file;
        }

        /** Empty where line and column tell the place, or nothing does. */
        public String pointer() {
            return pointer;
        }

        public int line() {
            return line;
        }

        public int column() {
            return column;
        }
    }

    /** There is no such thing, or the caller may not know that there is. */
    public static final class NotFound extends Problem {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super("not-found", 404, message);
        }
    }

    /** Nobody said who they are, or the token is not valid. */
    public static final class Unauthenticated extends Problem {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String message) {
            super("unauthenticated", 401, message);
        }
    }

    /** The caller is known and may not do this. */
    public static final class Denied extends Problem {
        private static final long serialVersionUID = 1L;

        public Denied(String message) {
            super("denied", 403, message);
        }
    }

    /** What is there does not allow it now. */
    public static final class Conflict extends Problem {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super("conflict", 409, message);
        }
    }

    /** A limit of the account or the platform is reached; {@code code} is {@code limit-<which>}. */
    public static final class LimitReached extends Problem {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;

        public LimitReached(String limit, String message) {
            super("limit-" + limit, 429, message);
            this.retryAfter = null;
        }

        public LimitReached(String limit, String message, Duration retryAfter) {
            super("limit-" + limit, 429, message);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** One request is larger than any may be: sent again it is refused again, in parts it is not; {@code code} is {@code limit-<which>}. */
    public static final class TooLarge extends Problem {
        private static final long serialVersionUID = 1L;

        public TooLarge(String limit, String message) {
            super("limit-" + limit, 413, message);
        }
    }

    /** Ours: a part that is needed does not answer now; trying again helps, in a moment unless it says when. */
    public static final class Unavailable extends Problem {
        private static final long serialVersionUID = 1L;
        private static final Duration A_MOMENT = Duration.ofSeconds(1);
        private final Duration retryAfter;

        public Unavailable(String message) {
            this(message, A_MOMENT);
        }

        public Unavailable(String message, Duration retryAfter) {
            super("unavailable", 503, message);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(retryAfter);
        }
    }

    /** Ours: a defect. */
    public static final class Broken extends Problem {
        private static final long serialVersionUID = 1L;

        public Broken(String message) {
            super("broken", 500, message);
        }
    }
}
