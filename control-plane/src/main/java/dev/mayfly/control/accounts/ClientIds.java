package dev.mayfly.control.accounts;

import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.truth.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Accounts as clients of the v4 API know them: by 32 hex digits that follow from the name, or by the name itself. */
@ApplicationScoped
public class ClientIds {
    private final Database database;

    ClientIds(Database database) {
        this.database = database;
    }

    public record ClientAccount(String id, String name, Instant createdAt) {}

    /** By name. */
    public Uni<List<ClientAccount>> reachedBy(Caller caller) {
        return database.read(session -> session.createSelectionQuery(
                                "from AccountRow a where ?1 = true or a.name in ?2 order by a.name", AccountRow.class)
                        .setParameter(1, reachesAll(caller))
                        .setParameter(2, named(caller))
                        .getResultList())
                .map(rows -> rows.stream().map(ClientIds::told).toList());
    }

    /** Whether there is an account that the caller may not touch is not told. */
    public Uni<ClientAccount> find(Caller caller, String idOrName) {
        return database.read(session -> session.createSelectionQuery(
                                "from AccountRow a where a.name = ?1 or a.clientId = ?1", AccountRow.class)
                        .setParameter(1, idOrName.replace('\0', ' ')) // which PostgreSQL does not take
                        .getResultList())
                .map(rows -> rows.stream()
                        .filter(row -> caller.mayReach(row.name))
                        .min((left, right) -> Boolean.compare(right.name.equals(idOrName), left.name.equals(idOrName)))
                        .map(ClientIds::told)
                        .orElseThrow(() -> new Problem.Denied(
                                "%s reaches no account %s".formatted(caller.name(), shown(idOrName)))));
    }

    private static boolean reachesAll(Caller caller) {
        return switch (caller) {
            case Caller.Platform platform -> true;
            case Caller.TokenHolder holder -> holder.scope() instanceof Scope.Everything;
            case Caller.FunctionCaller function -> false;
        };
    }

    private static List<String> named(Caller caller) {
        return switch (caller) {
            case Caller.Platform platform -> List.of();
            case Caller.TokenHolder holder ->
                switch (holder.scope()) {
                    case Scope.Everything() -> List.of();
                    case Scope.Accounts(var accounts) -> List.copyOf(accounts);
                    case Scope.Rights(var account, var rights) -> List.of(account);
                };
            case Caller.FunctionCaller function -> List.of(function.account());
        };
    }

    private static ClientAccount told(AccountRow row) {
        return new ClientAccount(row.clientId, row.name, row.createdAt);
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
