package dev.mayfly.control.functions;

import dev.mayfly.bindings.accounts.Claims.Moved;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.secrets.StoredSecrets;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Tombstones;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** What happens to all functions of an account at once. */
@ApplicationScoped
public class AccountFunctions {
    /** Rows that belong to a function and name it. */
    private static final List<String> HELD = List.of("VersionRow", "ActivationRow", "RolloutRow");

    private final FunctionStore functions;
    private final StoredSecrets secrets;
    private final Tombstones tombstones;
    private final Urls urls;

    AccountFunctions(FunctionStore functions, StoredSecrets secrets, Tombstones tombstones, Urls urls) {
        this.functions = functions;
        this.secrets = secrets;
        this.tombstones = tombstones;
        this.urls = urls;
    }

    public Uni<Void> deleteAll(Mutiny.Session session, Change change, String account) {
        return functions
                .all(session, account)
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(function -> functions
                                .delete(session, function)
                                .chain(() -> tombstones.add(session, change, function.id, account, function.name)))
                        .collect()
                        .last());
    }

    /** Versions, activations, rollouts and secrets go along: a rollout that runs goes on. Fails when one of the names is taken there. */
    public Uni<List<Moved>> moveAll(Mutiny.Session session, Change change, String from, String to) {
        return functions
                .all(session, from)
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(function -> move(session, change, function, to))
                        .collect()
                        .asList());
    }

    private Uni<Moved> move(Mutiny.Session session, Change change, FunctionRow before, String to) {
        return session.find(FunctionRow.class, FunctionRow.id(to, before.name))
                .onItem()
                .ifNotNull()
                .failWith(() -> new Problem.Conflict(
                        "account %s has a function %s already: delete or rename one of them, then claim again"
                                .formatted(to, before.name)))
                .chain(() -> functions.findOrMake(session, change, to, before.name))
                .invoke(after -> {
                    after.continueAs(before);
                    functions.touch(after, change);
                })
                .call(after -> Multi.createFrom()
                        .iterable(HELD)
                        .onItem()
                        .transformToUniAndConcatenate(row -> session.createMutationQuery(
                                        "update %s r set r.function = ?1 where r.function = ?2".formatted(row))
                                .setParameter(1, after.id)
                                .setParameter(2, before.id)
                                .executeUpdate())
                        .collect()
                        .last())
                .call(after -> secrets.move(session, before.id, after.id))
                .call(() -> session.remove(before).call(session::flush))
                .call(() -> tombstones.add(session, change, before.id, before.account, before.name))
                .call(after -> tombstones.remove(session, after.id))
                .map(after -> new Moved(after.name, urls.of(after, List.of()), urls.of(before, List.of())));
    }
}
