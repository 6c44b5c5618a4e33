package dev.mayfly.control.truth;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Looks in intervals whether something is due; one look at a time, and one complaint for each outage. */
public final class Looking {
    private static final Logger LOG = Logger.getLogger(Looking.class);

    private final String complaint;
    private final Supplier<Uni<?>> look;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean complained;
    private volatile boolean stopped;

    /** @param complaint what does not happen while looking fails */
    public Looking(String complaint, Supplier<Uni<?>> look) {
        this.complaint = complaint;
        this.look = look;
    }

    public void every(Duration interval, Vertx vertx) {
        vertx.setPeriodic(interval.toMillis(), id -> look());
    }

    public void stop() {
        stopped = true;
    }

    private void look() {
        if (stopped || !looking.compareAndSet(false, true)) return;
        look.get()
                .onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(went -> complained = false, this::complain);
    }

    private void complain(Throwable error) {
        if (complained || stopped) return;
        complained = true;
        LOG.warnf("%s: %s", complaint, error.getMessage());
    }
}
