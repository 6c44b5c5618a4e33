package dev.mayfly.isolates.supervisor;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.Optional;

/** Waits for the handlers of a main module. An inspection reaches nothing outside of its isolate. */
final class Inspection implements InvocationClient {
    /** What a module lacks as a whole has no place of its own; its beginning stands for it. */
    private static final int START = 1;

    private static final int UNKNOWN = 0;

    private final UniEmitter<? super List<String>> emitter;
    private final String mainModule;
    private volatile List<String> handlers = List.of();
    private volatile Optional<Outcome.GuestError> stopped = Optional.empty();

    Inspection(UniEmitter<? super List<String>> emitter, String mainModule) {
        this.emitter = emitter;
        this.mainModule = mainModule;
    }

    void found(List<String> handlers) {
        this.handlers = handlers;
    }

    /** Where it was when it had reached a limit. */
    void stopped(Outcome.GuestError at) {
        this.stopped = Optional.of(at);
    }

    @Override
    public void ended(Outcome outcome, Usage usage) {
        switch (outcome) {
            case Outcome.Answered() -> emitter.complete(handlers);
            case Outcome.Refused(Problem problem) -> emitter.fail(problem);
            case Outcome.Failed(String code, Outcome.GuestError error) -> emitter.fail(bad(code, error));
            case Outcome.Exhausted(String limit, long used, long allowed) ->
                emitter.fail(bad(
                        "exhausted-" + limit,
                        "the main module reached the limit for %s (%d of %d) before it exported its handlers"
                                .formatted(limit, used, allowed),
                        stopped.orElse(Details.NOWHERE)));
            case Outcome.Lost(String worker) ->
                emitter.fail(new Problem.Unavailable("the worker that looked at the bundle died; try again"));
        }
    }

    private Problem bad(String code, Outcome.GuestError error) {
        String what = error.name().isEmpty() ? error.message() : error.name() + ": " + error.message();
        return bad(code, what, error);
    }

    private Problem bad(String code, String what, Outcome.GuestError where) {
        int otherwise = code.equals("no-handler") ? START : UNKNOWN;
        return new Problem.BadBundle(
                code,
                what,
                where.file().orElse(mainModule),
                where.line().orElse(otherwise),
                where.column().orElse(otherwise));
    }

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {
        reply.refused("inspection", "a module cannot fetch while it is evaluated");
    }

    @Override
    public void call(Message.Call.Method method, Reply reply) {
        reply.refused("inspection", "a module cannot call bindings while it is evaluated");
    }

    @Override
    public void head(int status, String statusText, String[] headers, BodyComing body) {}

    @Override
    public void responseBody(byte[] piece) {}

    @Override
    public void responseBodyEnd() {}

    @Override
    public void responseBodyBroken() {}

    @Override
    public void wantsRequestBody(int bytes) {}

    @Override
    public void log(Message.Log line) {}
}
