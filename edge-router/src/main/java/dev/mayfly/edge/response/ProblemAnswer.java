package dev.mayfly.edge.response;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.ProblemDocument;
import dev.mayfly.isolates.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer of the platform's own, {@code application/problem+json}: the one wire form of every outcome but {@link
 * Outcome.Answered}. Only the author of a function sees why it failed.
 */
public record ProblemAnswer(int status, Map<String, String> headers, JsonObject document) {
    /** Who will read the answer. */
    public enum Reader {
        author,
        stranger
    }

    public static ProblemAnswer of(Problem problem) {
        ProblemDocument p = ProblemDocument.of(problem);
        ProblemAnswer answer = answer(p.status(), p.code(), p.title(), p.detail());
        problem.retryAfter()
                .ifPresent(after -> answer.headers.put(
                        "retry-after",
                        Long.toString(Math.max(1, after.plusMillis(999).toSeconds()))));
        return answer;
    }

    public static ProblemAnswer of(int status, String code, String detail) {
        return answer(status, code, "Not served", detail);
    }

    /** Empty when the function answered for itself. */
    public static Optional<ProblemAnswer> of(Outcome outcome, Reader reader) {
        return switch (outcome) {
            case Outcome.Answered() -> Optional.empty();
            case Outcome.Refused(Problem problem) -> Optional.of(of(problem));
            case Outcome.Exhausted exhausted -> Optional.of(exhausted(exhausted));
            case Outcome.Failed failed -> Optional.of(failed(failed, reader));
            case Outcome.Lost lost ->
                Optional.of(
                        answer(
                                502,
                                "isolate-lost",
                                "The function's isolate was lost",
                                "The process that ran the function died before it answered, and the request may not be repeated."));
        };
    }

    public Buffer body() {
        return document.toBuffer();
    }

    public ProblemAnswer with(String member, Object value) {
        document.put(member, value);
        return this;
    }

    private static ProblemAnswer exhausted(Outcome.Exhausted outcome) {
        return answer(
                        503,
                        "exhausted-" + kebab(outcome.limit()),
                        "The function used more than it may",
                        "The function reached its limit %s: it used %d of %d."
                                .formatted(outcome.limit(), outcome.used(), outcome.allowed()))
                .with("limit", outcome.limit())
                .with("used", outcome.used())
                .with("allowed", outcome.allowed());
    }

    private static ProblemAnswer failed(Outcome.Failed outcome, Reader reader) {
        ProblemAnswer answer =
                answer(500, "function-failed", "The function failed", "The function failed; its author can see why.");
        if (reader == Reader.stranger) return answer;
        Outcome.GuestError error = outcome.error();
        JsonObject failure = new JsonObject()
                .put("code", outcome.code())
                .put("name", error.name())
                .put("message", error.message())
                .put("stack", error.stack());
        error.file().ifPresent(file -> failure.put("file", file));
        error.line().ifPresent(line -> failure.put("line", line));
        error.column().ifPresent(column -> failure.put("column", column));
        return answer.with("failure", failure);
    }

    private static ProblemAnswer answer(int status, String code, String title, String detail) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", ProblemDocument.MEDIA_TYPE);
        headers.put("cache-control", "no-store");
        return new ProblemAnswer(
                status,
                headers,
                new JsonObject()
                        .put("type", "urn:mayfly:problem:" + code)
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .put("code", code));
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
