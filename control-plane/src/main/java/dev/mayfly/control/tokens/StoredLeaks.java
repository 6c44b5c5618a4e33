package dev.mayfly.control.tokens;

import dev.mayfly.bindings.accounts.TokenLeaks;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Where tokens were found, kept with them; of each token the last places only. */
@ApplicationScoped
public class StoredLeaks implements TokenLeaks {
    static final int KEPT_MAX = 20;
    private static final int PLACE_MAX = 500;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Logger LOG = Logger.getLogger(StoredLeaks.class);

    private final Database database;
    private final Truth truth;

    StoredLeaks(Database database, Truth truth) {
        this.database = database;
        this.truth = truth;
    }

    @Override
    @SuppressWarnings("ConstantValue") // JSON can leave anything out
    public Uni<Void> flag(Sighting sighting) {
        if (sighting.hash() == null || !HASH.matcher(sighting.hash()).matches())
            throw new Problem.Invalid("invalid-hash", "hash is the SHA-256 of a token in lower-case hex");
        if (sighting.where() == null || sighting.where().isBlank() || sighting.at() == null)
            throw new Problem.Invalid("invalid-sighting", "where and at are needed");
        return note(sighting);
    }

    /** The control plane's own sightings come here: whoever made the call that showed a token is no service. */
    Uni<Void> note(Sighting sighting) {
        byte[] hash = HexFormat.of().parseHex(sighting.hash());
        return database.read(session -> find(session, hash))
                .onItem()
                .ifNotNull()
                .transformToUni(known -> truth.change((session, change) -> find(session, hash)
                        .onItem()
                        .ifNotNull()
                        .transformToUni(token -> flag(session, token, sighting.where(), sighting.at()))))
                .replaceWithVoid();
    }

    /** Asked first without taking a turn: who writes what has the form of a token must not hold up changes. */
    private static Uni<TokenRow> find(Mutiny.Session session, byte[] hash) {
        return session.createSelectionQuery("from TokenRow t where t.hash = ?1", TokenRow.class)
                .setParameter(1, hash)
                .getSingleResultOrNull();
    }

    private static Uni<Void> flag(Mutiny.Session session, TokenRow token, String where, Instant at) {
        String place = where.replace('\0', ' '); // which PostgreSQL does not take
        if (place.length() > PLACE_MAX) place = place.substring(0, PLACE_MAX);
        LOG.warnf("the token %s/%s (%s) stands in the open: %s", token.account, token.name, token.id, place);
        return session.persist(new LeakRow(token.id, place, at.truncatedTo(ChronoUnit.MILLIS)))
                .call(session::flush)
                .chain(() -> newestFirst(session, List.of(token.id))
                        .setFirstResult(KEPT_MAX)
                        .getResultList())
                .chain(old -> session.removeAll(old.toArray()));
    }

    static Mutiny.SelectionQuery<LeakRow> newestFirst(Mutiny.Session session, List<String> tokens) {
        return session.createSelectionQuery(
                        "from LeakRow l where l.token in ?1 order by l.at desc, l.id", LeakRow.class)
                .setParameter(1, tokens);
    }
}
