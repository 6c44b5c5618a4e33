package dev.mayfly.bindings.testing;

import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.Right;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/** The bean itself, as code in the same process calls it. */
final class BeanFace<C> implements Face<C> {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final C bean;
    private final String account;

    BeanFace(C bean, String account) {
        this.bean = bean;
        this.account = account;
    }

    @Override
    public <T> T call(As who, Function<C, Uni<T>> call) {
        Uni<T> result = switch (who) {
            case OWNER -> Callers.as(holder("owner", only(account)), () -> call.apply(bean));
            case READER -> Callers.as(holder("reader", reading()), () -> call.apply(bean));
            case STRANGER -> Callers.as(holder("stranger", only("not-" + account)), () -> call.apply(bean));
            case OPERATOR -> Callers.as(holder("operator", new Scope.Everything()), () -> call.apply(bean));
            case PLATFORM -> Callers.as(new Caller.Platform("suite"), () -> call.apply(bean));
            case NOBODY -> call.apply(bean);
        };
        return result.await().atMost(PATIENCE);
    }

    private static Caller holder(String name, Scope scope) {
        return new Caller.TokenHolder(name, scope);
    }

    private Scope reading() {
        return Scope.of(account, Set.of(Right.of("functions:read")));
    }

    private static Scope only(String account) {
        return new Scope.Accounts(Set.of(account));
    }
}
