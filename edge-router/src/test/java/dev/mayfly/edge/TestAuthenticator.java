package dev.mayfly.edge;

import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Believes {@code token-of-<account>}, and {@code reader-of-<account>} a little: the invocations of a function {@code shown};
 * {@code with-<right>-of-<account>} has that right alone.
 */
@Singleton
public class TestAuthenticator implements Authenticator {
    private volatile boolean away;

    /** Whether it answers nobody, as a control plane that is away. */
    void away(boolean now) {
        away = now;
    }

    static String reader(String account) {
        return "reader-of-" + account;
    }

    static String with(String right, String account) {
        return "with-" + right + "-of-" + account;
    }

    static String token(String account) {
        return "token-of-" + account;
    }

    @Override
    public Uni<Caller> authenticate(String token) {
        if (away) return Uni.createFrom().failure(new Problem.Unavailable("it is away"));
        if (token.equals("token-of-everybody"))
            return Uni.createFrom().item(new Caller.TokenHolder("all", new Caller.Scope.Everything()));
        if (token.startsWith("reader-of-"))
            return Uni.createFrom()
                    .item(new Caller.TokenHolder(
                            "reader",
                            Caller.Scope.of(
                                    token.substring("reader-of-".length()),
                                    List.of(Right.of("functions:read"), Right.of("invocations:read@shown")))));
        if (token.startsWith("with-")) {
            String[] parts = token.substring("with-".length()).split("-of-", 2);
            return Uni.createFrom()
                    .item(new Caller.TokenHolder("some", Caller.Scope.of(parts[1], List.of(Right.of(parts[0])))));
        }
        if (!token.startsWith("token-of-"))
            return Uni.createFrom().failure(new Problem.Unauthenticated("nobody's token"));
        String account = token.substring("token-of-".length());
        return Uni.createFrom().item(new Caller.TokenHolder(account, new Caller.Scope.Accounts(Set.of(account))));
    }
}
