package dev.mayfly.bindings.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mayfly.bindings.problem.Problem.BadBundle;
import dev.mayfly.bindings.problem.Problem.Broken;
import dev.mayfly.bindings.problem.Problem.Conflict;
import dev.mayfly.bindings.problem.Problem.Denied;
import dev.mayfly.bindings.problem.Problem.Invalid;
import dev.mayfly.bindings.problem.Problem.LimitReached;
import dev.mayfly.bindings.problem.Problem.MethodRefused;
import dev.mayfly.bindings.problem.Problem.NotFound;
import dev.mayfly.bindings.problem.Problem.TooLarge;
import dev.mayfly.bindings.problem.Problem.Unauthenticated;
import dev.mayfly.bindings.problem.Problem.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A problem on the wire, {@code application/problem+json} (RFC 9457). The reading direction gives the same {@link Problem} again.
 *
 * @param type {@code urn:mayfly:problem:<code>}
 * @param title says the same for every problem of its kind
 * @param errors where in the caller's files it is, if it is there
 */
public record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Place> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String LIMIT = "limit-";
    private static final String METHOD_REFUSED = "method-refused";

    /**
     * @param line from 1, left out when it is not known. {@code column} likewise
     * @param pointer where a JSON document came parsed: to the value in it (RFC 6901)
     */
    public record Place(
            String file,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int line,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int column,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String pointer) {
        private static final Place NONE = new Place("", 0, 0, "");

        public Place {
            pointer = pointer == null ? "" : pointer;
        }

        private static List<Place> of(BadBundle bad) {
            return bad.file().isEmpty()
                    ? List.of()
                    : List.of(new Place(bad.file(), bad.line(), bad.column(), bad.pointer()));
        }
    }

    public ProblemDocument {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    public static ProblemDocument of(Problem problem) {
        List<Place> errors = problem instanceof BadBundle bad ? Place.of(bad) : List.of();
        return new ProblemDocument(
                type(problem.code()), title(problem), problem.status(), problem.detail(), problem.code(), errors);
    }

    /** For what HTTP itself refuses and no {@link Problem} stands for, such as a method that is not there. */
    public static ProblemDocument of(int status, String code, String title, String detail) {
        return new ProblemDocument(type(code), title, status, detail, code, List.of());
    }

    /** Empty when it is none that {@link #of(Problem)} makes. */
    public Optional<Problem> toProblem(Optional<Duration> retryAfter) {
        return Optional.ofNullable(
                switch (status) {
                    case 400 -> new Invalid(code, detail);
                    case 401 -> new Unauthenticated(detail);
                    case 403 -> new Denied(detail);
                    case 404 -> new NotFound(detail);
                    case 405 -> code.equals(METHOD_REFUSED) ? new MethodRefused(detail) : null;
                    case 409 -> new Conflict(detail);
                    case 413 -> code.startsWith(LIMIT) ? new TooLarge(code.substring(LIMIT.length()), detail) : null;
                    case 422 -> badBundle();
                    case 429 -> limitReached(retryAfter);
                    case 500 -> new Broken(detail);
                    case 503 ->
                        retryAfter
                                .map(after -> new Unavailable(detail, after))
                                .orElseGet(() -> new Unavailable(detail));
                    default -> null;
                });
    }

    private Problem badBundle() {
        Place place = errors.isEmpty() ? Place.NONE : errors.getFirst();
        return place.pointer.isEmpty()
                ? new BadBundle(code, detail, place.file, place.line, place.column)
                : new BadBundle(code, detail, place.file, place.pointer);
    }

    private Problem limitReached(Optional<Duration> retryAfter) {
        String limit = code.startsWith(LIMIT) ? code.substring(LIMIT.length()) : code;
        return retryAfter
                .map(after -> new LimitReached(limit, detail, after))
                .orElseGet(() -> new LimitReached(limit, detail));
    }

    private static String type(String code) {
        return "urn:mayfly:problem:" + code;
    }

    private static String title(Problem problem) {
        return switch (problem) {
            case Invalid p -> "What was sent cannot be accepted";
            case MethodRefused p -> "This method is not served";
            case BadBundle p -> "The bundle cannot be deployed";
            case NotFound p -> "There is no such thing";
            case Unauthenticated p -> "A valid token is needed";
            case Denied p -> "Not allowed";
            case Conflict p -> "What is there does not allow it now";
            case LimitReached p -> "A limit is reached";
            case TooLarge p -> "Too large";
            case Unavailable p -> "A part of the platform does not answer now";
            case Broken p -> "A defect of the platform";
        };
    }
}
