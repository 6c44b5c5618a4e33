package dev.mayfly.memory.making;

import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.NamespacePlan;
import dev.mayfly.memory.store.Jobs;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.MessageRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Profiles;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Deletes what is too old, so much of a profile at a time: what has expired, what fades, and what its namespace does not keep for longer. */
@ApplicationScoped
public class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final int PROFILES_AT_A_TIME = 200;

    private final Profiles profiles;
    private final Ledger ledger;
    private final Jobs jobs;
    private final Eraser eraser;
    private final Plans plans;
    private final MemoryConfig config;
    private final CountDownLatch stop = new CountDownLatch(1);

    Sweeper(Profiles profiles, Ledger ledger, Jobs jobs, Eraser eraser, Plans plans, MemoryConfig config) {
        this.profiles = profiles;
        this.ledger = ledger;
        this.jobs = jobs;
        this.eraser = eraser;
        this.plans = plans;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("memory-sweeps").daemon().start(this::goAround);
    }

    private void goAround() {
        try {
            while (!stop.await(config.sweepEvery().toMillis(), TimeUnit.MILLISECONDS)) sweep(Instant.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All profiles, one after the other. @return how many memories and messages were deleted */
    public int sweep(Instant now) {
        int swept = 0;
        long last = 0;
        List<ProfileRow> page;
        try {
            jobs.forget(now.minus(config.jobsKept()));
            do {
                page = profiles.after(last, PROFILES_AT_A_TIME);
                for (ProfileRow profile : page) swept += swept(profile, now);
                if (!page.isEmpty()) last = page.getLast().id;
            } while (page.size() == PROFILES_AT_A_TIME && stop.getCount() > 0);
        } catch (RuntimeException | Error e) {
            LOG.warnf("what is too old could not be deleted; tried again: %s", e);
        }
        return swept;
    }

    /** One that cannot be swept keeps nothing of the others. */
    private int swept(ProfileRow profile, Instant now) {
        try {
            return sweep(profile, now);
        } catch (RuntimeException e) {
            LOG.warnf("what is too old of profile %d could not be deleted; tried again: %s", profile.id, e);
            return 0;
        }
    }

    private int sweep(ProfileRow profile, Instant now) {
        NamespacePlan plan = plans.of(profile);
        List<String> faded = ledger.faded(profile, plan.halfLifeDays(), now, config.sweptMax());
        int swept = faded.size();
        if (!faded.isEmpty()) eraser.delete(profile, ledger.find(profile, faded), Eraser.Sources.stay);
        Optional<Instant> oldest = plan.retentionDays().map(days -> now.minus(Duration.ofDays(days)));
        if (oldest.isEmpty()) return swept;
        List<MessageRow> messages = ledger.messagesBefore(profile, oldest.get(), config.sweptMax());
        if (!messages.isEmpty()) eraser.deleteAged(profile, messages);
        List<String> told = ledger.toldBefore(profile, oldest.get(), config.sweptMax());
        if (!told.isEmpty()) eraser.delete(profile, ledger.find(profile, told), Eraser.Sources.stay);
        return swept + messages.size() + told.size();
    }

    void stop(@Observes ShutdownEvent event) {
        stop.countDown();
    }
}
