package dev.mayfly.search.store;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.search.SearchConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hibernate.LockMode;

/** Indexes, kept. */
@ApplicationScoped
public class Indexes {
    private final Database database;
    private final SearchConfig config;

    Indexes(Database database, SearchConfig config) {
        this.database = database;
        this.config = config;
    }

    public List<IndexRow> of(String account) {
        return database.read(session -> session.createSelectionQuery(
                        "from IndexRow i where i.account = ?1 order by i.name", IndexRow.class)
                .setParameter(1, account)
                .getResultList());
    }

    /** All that have one. */
    public List<String> accounts() {
        return database.read(session -> session.createSelectionQuery(
                        "select distinct i.account from IndexRow i where i.account <> '' order by i.account",
                        String.class)
                .getResultList());
    }

    public IndexRow find(String account, String name) {
        return look(account, name)
                .orElseThrow(
                        () -> new Problem.NotFound("there is no index %s in the account %s".formatted(name, account)));
    }

    private Optional<IndexRow> look(String account, String name) {
        return database.read(session -> session.createSelectionQuery(
                        "from IndexRow i where i.account = ?1 and i.name = ?2", IndexRow.class)
                .setParameter(1, account)
                .setParameter(2, name)
                .getSingleResultOrNull()
                .map(Optional::ofNullable));
    }

    /**
     * Makes it, or gives it other settings; then all of its documents are to be indexed anew, and, where they have other passages, embedded anew.
     *
     * @param passages what of settings decides which passages documents have, as a hash
     */
    public IndexRow put(String account, String name, String settings, boolean embeds, UnaryOperator<String> passages) {
        String wanted = passages.apply(settings);
        if (look(account, name).isEmpty()) make(account, name, settings, embeds, wanted);
        IndexRow row = find(account, name);
        // An index of before has none kept.
        String before = row.passages.isEmpty() ? passages.apply(row.settings) : row.passages;
        if (!row.settings.equals(settings) || !row.passages.equals(wanted))
            change(row.id, settings, embeds, before, wanted);
        return find(account, name);
    }

    /** Whoever is refused leaves nothing behind; indexes of one account are made one after the other, so that none is counted too late. */
    private void make(String account, String name, String settings, boolean embeds, String passages) {
        database.change(session -> session.createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(hashtext(?1))) locked", Integer.class)
                .setParameter(1, "search-indexes " + account)
                .getSingleResult()
                .chain(() -> session.createNativeQuery("""
                                insert into search.search_index (account, name, settings, embeds, created_at, passages)
                                values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (account, name) do nothing""")
                        .setParameter(1, account)
                        .setParameter(2, name)
                        .setParameter(3, settings)
                        .setParameter(4, embeds)
                        .setParameter(5, Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .setParameter(6, passages)
                        .executeUpdate())
                .chain(() -> session.createSelectionQuery(
                                "select count(*) from IndexRow i where i.account = ?1", Long.class)
                        .setParameter(1, account)
                        .getSingleResult())
                .invoke(this::checkCount));
    }

    private void checkCount(long indexes) {
        if (indexes > config.indexesMax())
            throw new Problem.LimitReached(
                    "search-indexes",
                    "the account has %d indexes already, the most allowed".formatted(config.indexesMax()));
    }

    private void change(long index, String settings, boolean embeds, String before, String passages) {
        database.change(session -> session.find(IndexRow.class, index, LockMode.PESSIMISTIC_WRITE)
                .invoke(row -> {
                    if (!row.settings.equals(settings) || !before.equals(passages)) row.generation++;
                    row.settings = settings;
                    row.embeds = embeds;
                    row.passages = passages;
                    if (before.equals(passages)) return;
                    row.passagesSince = row.generation;
                    row.stale = true;
                }));
    }

    /** It is no account's any more, and runs no crawls; what it has is deleted piece by piece: {@link #gone}, {@link #forget}. */
    public void delete(long index) {
        database.change(session -> session.createNativeQuery("delete from search.crawl where index_id = ?1")
                .setParameter(1, index)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "update search.search_index set account = '', name = cast(id as text) where id = ?1")
                        .setParameter(1, index)
                        .executeUpdate()));
    }

    /** One that was deleted, and has something still. */
    public Optional<IndexRow> gone() {
        return database.read(session -> session.createSelectionQuery(
                        "from IndexRow i where i.account = '' order by i.id", IndexRow.class)
                .setMaxResults(1)
                .getSingleResultOrNull()
                .map(Optional::ofNullable));
    }

    /** Once nothing is left of it. */
    public void forget(IndexRow index) {
        database.change(
                session -> session.createMutationQuery("delete from IndexRow i where i.id = ?1 and i.account = ''")
                        .setParameter(1, index.id)
                        .executeUpdate());
    }

    /** The last place of each log; what is not there any more is left out. */
    public Map<Long, IndexRow> states(Collection<Long> indexes) {
        return database
                .read(session -> session.createSelectionQuery(
                                "from IndexRow i where i.id in ?1 and i.account <> ''", IndexRow.class)
                        .setParameter(1, indexes)
                        .getResultList())
                .stream()
                .collect(Collectors.toMap(row -> row.id, row -> row));
    }
}
