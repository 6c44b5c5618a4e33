package dev.mayfly.memory.making;

import dev.mayfly.bindings.memory.Memory.Counts;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.model.ModelDeriver;
import dev.mayfly.memory.store.Change.MadeVector;
import dev.mayfly.memory.store.JobRow;
import dev.mayfly.memory.store.Jobs;
import dev.mayfly.memory.store.Known;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Rows;
import dev.mayfly.memory.store.Vault;
import dev.mayfly.retrieval.embedding.TextRefused;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does the jobs: makes memories of sessions, then vectors of memories. A job is there from the transaction on that kept its messages, and is done again
 * from its beginning by somebody else when its process dies: nothing that it does is done twice.
 */
@ApplicationScoped
public class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final int EMBEDDED_AT_A_TIME = 32;
    private static final String FAILED = "failed";
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration POSTPONED = Duration.ofSeconds(1);
    private static final Duration OTHERS_LOOKED_AT = Duration.ofMillis(100);

    private final Jobs jobs;
    private final Ledger ledger;
    private final Rows rows;
    private final Vault vault;
    private final Maker maker;
    private final Embedded embedded;
    private final ModelDeriver model;
    private final Plans plans;
    private final MemoryConfig config;

    private final Semaphore wake = new Semaphore(0);
    /** By job, for those who wait for it: opens when it was worked on. */
    private final Map<String, CountDownLatch> worked = new ConcurrentHashMap<>();

    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    Worker(
            Jobs jobs,
            Ledger ledger,
            Rows rows,
            Vault vault,
            Maker maker,
            Embedded embedded,
            ModelDeriver model,
            Plans plans,
            MemoryConfig config) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.rows = rows;
        this.vault = vault;
        this.maker = maker;
        this.embedded = embedded;
        this.model = model;
        this.plans = plans;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        for (int i = 0; i < config.workers(); i++)
            threads.add(Thread.ofPlatform().name("memory-makes-" + i).daemon().start(this::work));
        threads.add(Thread.ofPlatform().name("memory-renews").daemon().start(this::renew));
    }

    /** Something new is to be done. */
    public void wake() {
        wake.release();
    }

    /** Waits until a job is finished, and tells it; as it is by then, where that takes too long. */
    public JobRow await(ProfileRow profile, String job) {
        long deadline = System.nanoTime() + config.waitPatience().toNanos();
        while (true) {
            CountDownLatch next = worked.computeIfAbsent(job, id -> new CountDownLatch(1));
            try {
                JobRow row = jobs.find(profile, job)
                        .orElseThrow(() -> new Problem.NotFound("the profile was deleted meanwhile"));
                if (row.finishedAt != null || stopping || System.nanoTime() > deadline) return row;
                // Told by whoever works on it in this process; what others do is seen a moment later.
                next.await(OTHERS_LOOKED_AT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem.Unavailable("the service stops");
            } finally {
                worked.remove(job, next);
            }
        }
    }

    private void work() {
        boolean more = false;
        while (!stopping) {
            try {
                if (!more && wake.tryAcquire(config.lookEvery().toMillis(), TimeUnit.MILLISECONDS)) wake.drainPermits();
                if (stopping) return;
                Optional<Jobs.Leased> leased = jobs.lease();
                more = leased.isPresent();
                leased.ifPresent(this::done);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // Also when there is no memory for a moment: without this thread nothing is made of anything any more.
                more = false;
                if (!stopping) LOG.warnf("jobs could not be looked for; tried again: %s", e);
            }
        }
    }

    private void renew() {
        while (!stopping) {
            try {
                Thread.sleep(Math.max(1, config.lease().toMillis() / 4));
                working.forEach(jobs::renew);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                if (!stopping) LOG.warnf("leases could not be renewed; tried again: %s", e);
            }
        }
    }

    private void done(Jobs.Leased leased) {
        JobRow job = leased.job();
        working.add(job.id);
        try {
            if (job.attempts > config.attemptsMax()) {
                jobs.finish(job, FAILED, job.counts, "whoever worked on it ended with it, each time");
                return;
            }
            Counts before = rows.read(job.counts, Counts.class);
            StringBuilder without = new StringBuilder();
            int made = memories(leased.profile(), job, without);
            jobs.status(job, "embedding");
            vectors(leased.profile());
            jobs.finish(job, "done", rows.write(with(before, before.memories() + made)), without.toString());
        } catch (Problem.NotFound e) {
            LOG.debugf("the profile of job %s is no more", job.id);
        } catch (RuntimeException | Error e) {
            if (!stopping) failed(job, e);
        } finally {
            working.remove(job.id);
            Optional.ofNullable(worked.remove(job.id)).ifPresent(CountDownLatch::countDown);
        }
    }

    private int memories(ProfileRow profile, JobRow job, StringBuilder without) {
        if (job.kind.equals("rebuild")) ledger.pendOthers(profile, embedded.model());
        Duration taskLife = plans.of(profile).taskLife();
        int made = 0;
        for (String session : rows.read(job.sessions, String[].class)) {
            Maker.More more = model.isThere() ? model.patient(without::append) : Maker.More.NONE;
            Maker.Done done =
                    maker.make(profile, List.of(session), Maker.Deletion.NONE, taskLife, more, Optional.empty());
            if (done.isFull())
                throw new Problem.LimitReached(
                        "memory-memories", "a profile may have %d memories".formatted(config.memoriesMax()));
            made += done.put();
        }
        return made;
    }

    private void vectors(ProfileRow profile) {
        Vault.Box box = vault.box(profile);
        List<MemoryRow> waiting;
        while (!(waiting = ledger.pending(profile, EMBEDDED_AT_A_TIME)).isEmpty() && !stopping) {
            try {
                vectors(profile, waiting, box);
            } catch (TextRefused e) {
                for (MemoryRow row : waiting) vectorAlone(profile, row, box);
            }
        }
        if (stopping) throw new IllegalStateException("the service stops");
    }

    private void vectors(ProfileRow profile, List<MemoryRow> waiting, Vault.Box box) {
        List<Known> known = waiting.stream().map(row -> rows.known(row, box)).toList();
        List<MadeVector> vectors = embedded.of(known);
        Map<MemoryRow, MadeVector> made = new LinkedHashMap<>();
        for (int i = 0; i < waiting.size(); i++) made.put(waiting.get(i), vectors.get(i));
        ledger.putVectors(profile, made, embedded.model());
    }

    /** A text that the model refuses, while it takes others, holds up none of them. */
    private void vectorAlone(ProfileRow profile, MemoryRow row, Vault.Box box) {
        try {
            vectors(profile, List.of(row), box);
        } catch (TextRefused e) {
            embedded.require();
            LOG.warnf("a memory of the profile %d is found by its words only: %s", profile.id, e.getMessage());
            ledger.giveUpVector(profile, row);
        }
    }

    private void failed(JobRow job, Throwable why) {
        LOG.warnf(why, "job %s failed for the %dth time", job.id, job.attempts);
        String told = why instanceof Problem problem ? problem.detail() : "it broke; the service's log says where";
        if (job.attempts >= config.attemptsMax()) jobs.finish(job, FAILED, job.counts, told);
        else jobs.postpone(job, told, POSTPONED.multipliedBy(1L << Math.min(10, job.attempts)));
    }

    static Counts with(Counts counts, int memories) {
        return new Counts(
                counts.messages(),
                counts.added(),
                counts.updated(),
                counts.unchanged(),
                counts.forgotten(),
                counts.redacted(),
                memories);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake.release(config.workers());
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        }
    }
}
