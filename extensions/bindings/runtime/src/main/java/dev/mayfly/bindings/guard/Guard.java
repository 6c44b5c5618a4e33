package dev.mayfly.bindings.guard;

import dev.mayfly.bindings.guard.CallRules.Audience;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.bindings.tracing.CallTracing;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.Optional;

/**
 * Stands before every contract: finds the caller, checks what was asked and for which account, and lets the call run on an event
 * loop, whatever thread it came from. It is the outermost interceptor: no transaction is open while it decides. When it is in
 * doubt, it refuses.
 */
@Guarded
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class Guard {
    private final CallerFinder callers;
    private final CallTracing tracing;

    public Guard(CallerFinder callers, CallTracing tracing) {
        this.callers = callers;
        this.tracing = tracing;
    }

    @AroundInvoke
    Object guard(InvocationContext invocation) throws Exception {
        CallRules rules = CallRules.of(invocation.getMethod());
        if (!rules.guarded()) return invocation.proceed();
        // The caller is that of the place where the call is made; where its result is subscribed does not matter.
        Uni<Caller> caller = callers.find();
        var context = CallContext.duplicated();
        return caller.invoke(known -> permit(known, rules, invocation.getParameters()))
                .chain(known -> context.<Uni<Object>>map(in -> runIn(in, known, rules, invocation))
                        .orElseGet(() -> Uni.createFrom().failure(noContext())))
                .onFailure(error -> !(error instanceof Problem))
                .transform(Problems::from);
    }

    private static void permit(Caller caller, CallRules rules, Object[] arguments) {
        rules.checkForm(arguments);
        if (!belongs(caller, rules.audience()))
            throw new Problem.Denied("%s may not do this: it is %s"
                    .formatted(
                            caller.name(),
                            rules.audience() == Audience.OPERATORS
                                    ? "for tokens that reach everything"
                                    : "the platform's own business"));
        rules.account(arguments).ifPresent(account -> permit(caller, account, rules.right(arguments)));
    }

    /** @param right empty where the audience alone decides */
    static void permit(Caller caller, String account, Optional<Right> right) {
        if (!caller.mayReach(account))
            throw new Problem.Denied("%s may not touch the account %s".formatted(caller.name(), account));
        right.filter(needed -> !caller.has(needed, account)).ifPresent(needed -> {
            throw new Problem.Denied("%s may not do this: it takes the right %s".formatted(caller.name(), needed));
        });
    }

    private static boolean belongs(Caller caller, Audience audience) {
        return switch (caller) {
            case Caller.Platform platform -> true;
            case Caller.TokenHolder holder ->
                audience == Audience.ANYONE
                        || (audience == Audience.OPERATORS && holder.scope() instanceof Scope.Everything);
            case Caller.FunctionCaller function -> audience == Audience.ANYONE;
        };
    }

    private Uni<Object> runIn(Context context, Caller caller, CallRules rules, InvocationContext invocation) {
        CallContext.adopt(context, caller);
        Uni<Object> call = Uni.createFrom().deferred(() -> {
            var account = rules.account(invocation.getParameters());
            return tracing.around(rules.name(), caller, account, () -> proceed(invocation));
        });
        return Uni.createFrom()
                .deferred(() -> CallContext.isHere(context)
                        ? call
                        : call.runSubscriptionOn(task -> context.runOnContext(nothing -> task.run())));
    }

    @SuppressWarnings("unchecked") // the rules hold only for methods that return a Uni
    private static Uni<Object> proceed(InvocationContext invocation) {
        try {
            return (Uni<Object>) invocation.proceed();
        } catch (Exception e) {
            return Uni.createFrom().failure(e);
        }
    }

    private static Problem noContext() {
        return new Problem.Broken("a contract was called outside of any Vert.x context; use Callers.as");
    }
}
