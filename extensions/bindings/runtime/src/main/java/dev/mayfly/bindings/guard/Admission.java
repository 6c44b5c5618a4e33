package dev.mayfly.bindings.guard;

import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * For a resource that is no contract and has work to do before it calls one, such as reading a body: is it worth the while? The
 * contract's own guard decides again.
 */
@Singleton
public class Admission {
    private final CallerFinder callers;

    Admission(CallerFinder callers) {
        this.callers = callers;
    }

    /** Whoever answers the present request; fails as the guard would when that right is not theirs. */
    public Uni<Caller> admit(Action action, String account, String function) {
        return callers.find()
                .invoke(caller -> Guard.permit(caller, account, Optional.of(new Right(action, Optional.of(function)))));
    }

    /** The same, of an action that is about the account as a whole. */
    public Uni<Caller> admit(Action action, String account) {
        return callers.find()
                .invoke(caller -> Guard.permit(caller, account, Optional.of(new Right(action, Optional.empty()))));
    }

    /** Fails when the present caller of a contract lacks a right that its arguments turned out to take. */
    public static void require(Caller caller, Right right, String account) throws Problem.Denied {
        Guard.permit(caller, account, Optional.of(right));
    }
}
