package dev.mayfly.search.crawl;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.search.store.Database;
import dev.mayfly.search.store.IndexRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Jobs, kept. */
@ApplicationScoped
class CrawlStore {
    private final Database database;
    private final CrawlsConfig config;

    CrawlStore(Database database, CrawlsConfig config) {
        this.database = database;
        this.config = config;
    }

    List<CrawlRow> of(IndexRow index) {
        return database.read(session -> session.createSelectionQuery(
                        "from CrawlRow c where c.index = ?1 order by c.name", CrawlRow.class)
                .setParameter(1, index.id)
                .getResultList());
    }

    CrawlRow find(IndexRow index, String name) {
        return look(index, name)
                .orElseThrow(
                        () -> new Problem.NotFound("there is no crawl %s of the index %s".formatted(name, index.name)));
    }

    private Optional<CrawlRow> look(IndexRow index, String name) {
        return database.read(session -> session.createSelectionQuery(
                        "from CrawlRow c where c.index = ?1 and c.name = ?2", CrawlRow.class)
                .setParameter(1, index.id)
                .setParameter(2, name)
                .getSingleResultOrNull()
                .map(Optional::ofNullable));
    }

    /** Keeps it, to be run now, with every page asked for as if for the first time; a run that is under way ends. Those of one account are kept one after the other, so that none is counted too late. */
    CrawlRow put(IndexRow index, String name, String settings) {
        database.change(session -> session.createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(hashtext(?1))) locked", Integer.class)
                .setParameter(1, "search-crawls " + index.account)
                .getSingleResult()
                .chain(() -> session.createNativeQuery("""
                        insert into search.crawl (index_id, name, settings, state, next_at) values (?1, ?2, ?3, 'waiting', ?4)
                        on conflict (index_id, name) do update set settings = excluded.settings, next_at = excluded.next_at,
                          state = 'waiting', claim = '', claimed_until = null, cancelled = false""")
                        .setParameter(1, index.id)
                        .setParameter(2, name)
                        .setParameter(3, settings)
                        .setParameter(4, Instant.now())
                        .executeUpdate())
                .chain(() -> session.createNativeQuery(
                                "delete from search.crawl_page where crawl_id = (select id from search.crawl where index_id = ?1 and name = ?2)")
                        .setParameter(1, index.id)
                        .setParameter(2, name)
                        .executeUpdate())
                .chain(() -> session.createSelectionQuery(
                                "select count(*) from CrawlRow c, IndexRow i where i.id = c.index and i.account = ?1",
                                Long.class)
                        .setParameter(1, index.account)
                        .getSingleResult())
                .invoke(this::checkCount));
        return find(index, name);
    }

    private void checkCount(long crawls) {
        if (crawls > config.max())
            throw new Problem.LimitReached(
                    "search-crawls", "the account has %d crawls already, the most allowed".formatted(config.max()));
    }

    /** Due now; a run that is under way goes on, and another follows it. */
    void run(CrawlRow row) {
        change(session -> session.createNativeQuery("update search.crawl set next_at = ?1 where id = ?2")
                .setParameter(1, Instant.now())
                .setParameter(2, row.id));
    }

    /** A run that is under way, or one that is due and waits for its turn. @param every after which the job is due again */
    void cancel(CrawlRow row, Optional<Duration> every) {
        Instant now = Instant.now();
        String due = every.map(now::plus).map(Instant::toString).orElse("");
        change(session -> session.createNativeQuery("""
                        update search.crawl set cancelled = (state = 'running'),
                          state = case when state <> 'running' and next_at <= ?2 then 'cancelled' else state end,
                          next_at = case when state <> 'running' and next_at <= ?2 then cast(nullif(?3, '') as timestamptz) else next_at end
                        where id = ?1""")
                .setParameter(1, row.id)
                .setParameter(2, now)
                .setParameter(3, due));
    }

    void delete(CrawlRow row) {
        change(session -> session.createNativeQuery("delete from search.crawl where id = ?1")
                .setParameter(1, row.id));
    }

    /** One whose time has come, or whose runner says nothing any more; nobody else gets it meanwhile. */
    Optional<CrawlRow> claim(String runner) {
        Instant now = Instant.now();
        return database.change(session -> session.createNativeQuery("""
                        update search.crawl set state = 'running', claim = ?1, claimed_until = ?2, cancelled = false, started_at = ?3,
                          ended_at = null, next_at = null, progress = '{}', log = ''
                        where id = (select c.id from search.crawl c join search.search_index i on i.id = c.index_id
                          where ((c.next_at <= ?3 and c.state <> 'running') or (c.state = 'running' and c.claimed_until < ?3))
                            and (select count(*) from search.crawl r join search.search_index o on o.id = r.index_id
                              where o.account = i.account and r.state = 'running' and r.claimed_until >= ?3) < ?4
                          order by c.next_at limit 1 for update of c skip locked)
                        returning *""", CrawlRow.class)
                .setParameter(1, runner)
                .setParameter(2, now.plus(config.claim()))
                .setParameter(3, now)
                .setParameter(4, config.atATimeOfAccount())
                .getSingleResultOrNull()
                .map(Optional::ofNullable));
    }

    /** @return whether the runner is to go on */
    boolean tell(long id, String runner, String progress, String log) {
        return change(session -> session.createNativeQuery("""
                        update search.crawl set progress = ?1, log = ?2, claimed_until = ?3
                        where id = ?4 and claim = ?5 and not cancelled""")
                        .setParameter(1, progress)
                        .setParameter(2, log)
                        .setParameter(3, Instant.now().plus(config.claim()))
                        .setParameter(4, id)
                        .setParameter(5, runner))
                > 0;
    }

    /** @param every after which it is due again, unless somebody asked for it meanwhile */
    void end(long id, String runner, String state, String progress, String log, Optional<Duration> every) {
        Instant now = Instant.now();
        String due = every.map(now::plus).map(Instant::toString).orElse("");
        change(session -> session.createNativeQuery("""
                        update search.crawl set state = ?1, progress = ?2, log = ?3, ended_at = ?4, claimed_until = null, claim = '',
                          cancelled = false, next_at = coalesce(next_at, cast(nullif(?5, '') as timestamptz))
                        where id = ?6 and claim = ?7""")
                .setParameter(1, state)
                .setParameter(2, progress)
                .setParameter(3, log)
                .setParameter(4, now)
                .setParameter(5, due)
                .setParameter(6, id)
                .setParameter(7, runner));
    }

    /**
     * What a page answered last; each empty where it said none.
     *
     * @param links what the page leads to
     */
    record Validators(String etag, String lastModified, List<String> links) {
        static final Validators NONE = new Validators("", "", List.of());
    }

    Validators validators(long crawl, String url) {
        List<Object[]> found = database.read(session -> session.createNativeQuery(
                        "select etag, last_modified, links from search.crawl_page where crawl_id = ?1 and url = ?2 and links is not null",
                        Object[].class)
                .setParameter(1, crawl)
                .setParameter(2, url)
                .getResultList());
        return found.isEmpty()
                ? Validators.NONE
                : new Validators(
                        (String) found.getFirst()[0],
                        (String) found.getFirst()[1],
                        ((String) found.getFirst()[2]).lines().toList());
    }

    void keep(long crawl, String url, Validators validators) {
        change(session -> session.createNativeQuery("""
                        insert into search.crawl_page (crawl_id, url, etag, last_modified, links)
                        select ?1, ?2, ?3, ?4, ?5 where exists (select 1 from search.crawl where id = ?1)
                        on conflict (crawl_id, url) do update set etag = excluded.etag, last_modified = excluded.last_modified,
                          links = excluded.links""")
                .setParameter(1, crawl)
                .setParameter(2, url)
                .setParameter(3, validators.etag)
                .setParameter(4, validators.lastModified)
                .setParameter(5, String.join("\n", validators.links)));
    }

    /** What is not there any more is asked for anew when it comes back. */
    void forget(long crawl, String url) {
        change(session -> session.createNativeQuery("delete from search.crawl_page where crawl_id = ?1 and url = ?2")
                .setParameter(1, crawl)
                .setParameter(2, url));
    }

    private int change(Function<Mutiny.Session, Mutiny.MutationQuery> statement) {
        return database.change(session -> statement.apply(session).executeUpdate());
    }
}
