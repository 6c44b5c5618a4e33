package dev.mayfly.isolates;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Runs each invocation in an isolate of its own, inside a worker process that may be killed at any time. */
public interface IsolateHost {
    /**
     * Starts one invocation. All callbacks of {@code client} come on the Vert.x context that this was called on, or on one of the
     * host's own when there is none; they come in order, and {@link InvocationClient#ended} is the last.
     */
    Invocation invoke(InvocationRequest request, InvocationClient client);

    /**
     * Evaluates a bundle's main module in an isolate and tells which handlers it exports. Fails with {@link
     * dev.mayfly.bindings.problem.Problem.BadBundle} when it does not parse, imports what is not there, throws, or takes too long.
     */
    Uni<List<String>> inspect(String account, Bundle bundle, Limits limits);

    /** The same in the pool that this trust leads to; without one the account counts as a newcomer, unless it has run here before. */
    default Uni<List<String>> inspect(String account, Trust trust, Bundle bundle, Limits limits) {
        return inspect(account, bundle, limits);
    }

    /** Whether at least one worker takes invocations, and what each does. */
    HostStatus status();

    /** An invocation under way, as its client steers it. Every method may be called from any thread and at any time. */
    interface Invocation {
        /** The next piece of a streamed request body. */
        void requestBody(byte[] piece);

        void requestBodyEnd();

        void requestBodyBroken();

        /** The client took so many bytes of the response's body: the function may send as many more. */
        void responseConsumed(int bytes);

        /** Nobody waits for the answer any more: the function's {@code request.signal} fires; its waitUntil work goes on. */
        void clientGone();
    }

    record HostStatus(List<WorkerStatus> workers, int queued, LockIn lockIn) {
        public HostStatus(List<WorkerStatus> workers, int queued) {
            this(workers, queued, LockIn.UNKNOWN);
        }

        public boolean serving() {
            return workers.stream().anyMatch(w -> w.state() == WorkerState.serving);
        }
    }

    record WorkerStatus(int id, long pid, String pool, String engine, WorkerState state, int inFlight) {}

    enum WorkerState {
        starting,
        warming,
        serving,
        draining,
        condemned
    }
}
