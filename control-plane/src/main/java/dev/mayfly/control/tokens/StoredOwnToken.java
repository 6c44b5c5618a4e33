package dev.mayfly.control.tokens;

import dev.mayfly.bindings.accounts.Accounts.Token;
import dev.mayfly.bindings.accounts.OwnToken;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.truth.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells a token about itself. */
@ApplicationScoped
public class StoredOwnToken implements OwnToken {
    private final Database database;

    StoredOwnToken(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Self> self() {
        Caller caller = Callers.current().orElseThrow(() -> new Problem.Broken("nobody asks"));
        return switch (caller) {
            case Caller.FunctionCaller function -> throw new Problem.Denied("functions hold no tokens");
            case Caller.Platform(String name) ->
                Uni.createFrom().item(new Self(name, Optional.empty(), Optional.empty()));
            case TokenHolder holder ->
                holder.id()
                        .map(id ->
                                token(id).map(token -> new Self(holder.name(), accounts(holder), Optional.of(token))))
                        .orElseGet(() ->
                                Uni.createFrom().item(new Self(holder.name(), accounts(holder), Optional.empty())));
        };
    }

    private Uni<Token> token(String id) {
        return database.read(session -> session.find(TokenRow.class, id)
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.Unauthenticated("this token is revoked"))
                .chain(row -> AccountTokens.told(session, List.of(row)))
                .map(List::getFirst));
    }

    private static Optional<List<String>> accounts(TokenHolder holder) {
        return switch (holder.scope()) {
            case Scope.Everything() -> Optional.empty();
            case Scope.Accounts(Set<String> accounts) -> Optional.of(List.copyOf(accounts));
            case Scope.Rights(String account, var rights) -> Optional.of(List.of(account));
        };
    }
}
