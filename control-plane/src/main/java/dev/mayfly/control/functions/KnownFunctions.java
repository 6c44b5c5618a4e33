package dev.mayfly.control.functions;

import dev.mayfly.control.truth.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Which functions there are, for doors that must know it before they ask on somebody's behalf; it is told to nobody. */
@ApplicationScoped
public class KnownFunctions {
    private final Database database;

    KnownFunctions(Database database) {
        this.database = database;
    }

    public Uni<Boolean> has(String account, String name) {
        return database.read(session ->
                session.find(FunctionRow.class, FunctionRow.id(account, name)).map(row -> row != null));
    }
}
