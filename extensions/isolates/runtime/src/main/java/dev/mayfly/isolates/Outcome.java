package dev.mayfly.isolates;

import dev.mayfly.bindings.problem.Problem;
import java.util.Optional;

/** How an invocation ended. Each kind has one wire form, at the router. */
public sealed interface Outcome {
    /** The function answered, and its work behind the answer is done. */
    record Answered() implements Outcome {}

    /** Policy, rate or a full queue said no; it was never started. */
    record Refused(Problem problem) implements Outcome {}

    /** The function asked for too much. {@code limit} is a component of {@link dev.mayfly.bindings.functions.Limits} without its unit. */
    record Exhausted(String limit, long used, long allowed) implements Outcome {}

    /** The function threw, or gave something that is no answer. */
    record Failed(String code, GuestError error) implements Outcome {}

    /** Its worker died, and it could not be run again. */
    record Lost(String worker) implements Outcome {}

    /** What the function's author should read; strangers never see it. Lines and columns count from 1. */
    record GuestError(
            String name,
            String message,
            String stack,
            Optional<String> file,
            Optional<Integer> line,
            Optional<Integer> column) {}
}
