package dev.mayfly.control.secrets;

import dev.mayfly.bindings.functions.Functions.SecretValue;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Secrets of functions, kept sealed. */
@ApplicationScoped
public class StoredSecrets {
    private static final int BYTES_MAX = 64 << 10;
    private final SecretBox box;
    private final int countMax;

    StoredSecrets(SecretBox box, ControlConfig config) {
        this.box = box;
        this.countMax = config.secretsMax();
    }

    /** Sets or replaces it. */
    public Uni<Void> put(Mutiny.Session session, String function, String name, SecretValue value) {
        String text = text(value);
        var row = new SecretRow(function, name, box.seal(SecretRow.id(function, name), text), Instant.now());
        return session.createSelectionQuery(
                        "select count(*) from SecretRow s where s.function = ?1 and s.name <> ?2", Long.class)
                .setParameter(1, function)
                .setParameter(2, name)
                .getSingleResult()
                .invoke(this::bound)
                .chain(() -> session.merge(row))
                .replaceWithVoid();
    }

    /** By name. */
    public Uni<List<String>> names(Mutiny.Session session, String function) {
        return session.createSelectionQuery(
                        "select s.name from SecretRow s where s.function = ?1 order by s.name", String.class)
                .setParameter(1, function)
                .getResultList();
    }

    public Uni<Void> delete(Mutiny.Session session, String function, String name) {
        return session.createMutationQuery("delete from SecretRow s where s.function = ?1 and s.name = ?2")
                .setParameter(1, function)
                .setParameter(2, name)
                .executeUpdate()
                .invoke(deleted -> {
                    if (deleted == 0) throw new Problem.NotFound("%s has no such secret".formatted(function));
                })
                .replaceWithVoid();
    }

    /** What is sealed for one function does not open for another, so each is sealed anew. */
    public Uni<Void> move(Mutiny.Session session, String from, String to) {
        return session.createSelectionQuery("from SecretRow s where s.function = ?1", SecretRow.class)
                .setParameter(1, from)
                .getResultList()
                .chain(rows -> session.persistAll(rows.stream()
                                .map(row -> new SecretRow(
                                        to,
                                        row.name,
                                        box.seal(SecretRow.id(to, row.name), row.opened(box)),
                                        Instant.now()))
                                .toArray())
                        .call(session::flush)
                        .chain(() -> session.removeAll(rows.toArray()))
                        .call(session::flush));
    }

    private void bound(long others) {
        if (others >= countMax)
            throw new Problem.LimitReached("secrets", "a function may have %d secrets".formatted(countMax));
    }

    private static String text(SecretValue value) {
        String text = value.value();
        if (text == null) throw new Problem.Invalid("invalid-secret", "a secret has a value");
        if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX)
            throw new Problem.Invalid("invalid-secret", "a secret has at most %d bytes".formatted(BYTES_MAX));
        return text;
    }
}
