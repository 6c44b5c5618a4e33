package dev.mayfly.memory.store;

import dev.mayfly.memory.MemoryConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Jobs, of whatever profile. One is worked on by who leased it, for as long as that lives: then another takes it. */
@ApplicationScoped
public class Jobs {
    /** Whoever held it before, and slept over his time, changes nothing any more. */
    private static final String HELD = " where id = ?1 and attempts = ?2 and finished_at is null";

    private final Database database;
    private final MemoryConfig config;

    Jobs(Database database, MemoryConfig config) {
        this.database = database;
        this.config = config;
    }

    /** A job, and the profile that it is of. */
    public record Leased(JobRow job, ProfileRow profile) {}

    public Optional<JobRow> find(ProfileRow profile, String id) {
        return database.ofProfile(profile, db -> db.find(JobRow.class, id).map(Optional::ofNullable));
    }

    /** Whether the last that was done for a session failed. */
    public boolean hasFailed(ProfileRow profile, String session) {
        return database.ofProfile(
                profile,
                db -> db.createNativeQuery("""
                                select exists (select 1 from memory.job f where f.status = 'failed' and jsonb_exists(cast(f.sessions as jsonb), ?1)
                                  and not exists (select 1 from memory.job d
                                    where d.status = 'done' and d.id > f.id and jsonb_exists(cast(d.sessions as jsonb), ?1)))""", Boolean.class)
                        .setParameter(1, session)
                        .getSingleResult());
    }

    public long open(ProfileRow profile) {
        return database.ofProfile(
                profile,
                db -> db.createSelectionQuery("select count(*) from JobRow j where j.finishedAt is null", Long.class)
                        .getSingleResult());
    }

    /** The oldest that nobody works on, of a profile of which none is worked on. */
    public Optional<Leased> lease() {
        Instant now = Profiles.now();
        Optional<String> id = database.rounds(db -> db.createNativeQuery("""
                        update memory.job set leased_to = ?2, attempts = attempts + 1, status = 'deriving' where id = (
                          select j.id from memory.job j where j.finished_at is null and j.leased_to <= ?1
                            and not exists (select from memory.job o where o.profile_id = j.profile_id and o.finished_at is null and o.id < j.id)
                          order by j.id limit 1 for update skip locked)
                        returning id""", String.class)
                .setParameter(1, now)
                .setParameter(2, now.plus(config.lease()))
                .getSingleResultOrNull()
                .map(Optional::ofNullable));
        return id.flatMap(this::leased);
    }

    private Optional<Leased> leased(String id) {
        Optional<JobRow> job = database.rounds(db -> db.find(JobRow.class, id).map(Optional::ofNullable));
        return job.flatMap(known -> database.<Optional<ProfileRow>>rounds(
                        db -> db.find(ProfileRow.class, known.profile).map(Optional::ofNullable))
                .map(profile -> new Leased(known, profile)));
    }

    /** So that nobody else takes it. */
    public void renew(String id) {
        database.rounds(
                db -> db.createNativeQuery("update memory.job set leased_to = ?2 where id = ?1 and finished_at is null")
                        .setParameter(1, id)
                        .setParameter(2, Profiles.now().plus(config.lease()))
                        .executeUpdate());
    }

    public void status(JobRow job, String status) {
        database.rounds(db -> db.createNativeQuery("update memory.job set status = ?3" + HELD)
                .setParameter(1, job.id)
                .setParameter(2, job.attempts)
                .setParameter(3, status)
                .executeUpdate());
    }

    /** @param problem what it did without; empty: nothing */
    public void finish(JobRow job, String status, String counts, String problem) {
        database.rounds(db -> db.createNativeQuery(
                        "update memory.job set status = ?3, counts = ?4, problem = nullif(?5, ''), finished_at = ?6"
                                + HELD)
                .setParameter(1, job.id)
                .setParameter(2, job.attempts)
                .setParameter(3, status)
                .setParameter(4, counts)
                .setParameter(5, problem)
                .setParameter(6, Profiles.now())
                .executeUpdate());
    }

    /** Waits for that long before it is tried again. */
    public void postpone(JobRow job, String problem, Duration wait) {
        database.rounds(db -> db.createNativeQuery(
                        "update memory.job set status = 'queued', problem = ?3, leased_to = ?4" + HELD)
                .setParameter(1, job.id)
                .setParameter(2, job.attempts)
                .setParameter(3, problem)
                .setParameter(4, Profiles.now().plus(wait))
                .executeUpdate());
    }

    public void forget(Instant finishedBefore) {
        database.rounds(db -> db.createNativeQuery("delete from memory.job where finished_at < ?1")
                .setParameter(1, finishedBefore)
                .executeUpdate());
    }

    /** How many wait or are worked on, of all profiles. */
    public long open() {
        return database.rounds(
                db -> db.createSelectionQuery("select count(*) from JobRow j where j.finishedAt is null", Long.class)
                        .getSingleResult());
    }
}
