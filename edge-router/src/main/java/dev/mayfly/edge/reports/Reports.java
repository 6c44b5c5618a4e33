package dev.mayfly.edge.reports;

import dev.mayfly.bindings.identity.Caller;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Reports of one kind: one at a time, each awaited for a while. Of an outage the log tells once; what to say again is the sender's. */
public final class Reports {
    /** On whose behalf they are made. */
    public static final Caller.Platform ROUTER = new Caller.Platform("edge-router");

    private static final Logger LOG = Logger.getLogger(Reports.class);

    private final String what;
    private final Duration patience;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile boolean refused;
    private volatile boolean stopped;

    /** @param what as the log calls it, such as "what was used" */
    public Reports(String what, Duration patience) {
        this.what = what;
        this.patience = patience;
    }

    /** Sends what {@code next} gives, if it gives any and no other report is under way. */
    public <R, A> void send(Supplier<Optional<R>> next, Function<R, Uni<A>> call, BiConsumer<R, A> taken) {
        if (stopped || !underWay.compareAndSet(false, true)) return;
        Uni.createFrom()
                .item(next)
                .chain(report -> report.map(one -> call.apply(one)
                                .ifNoItem()
                                .after(patience)
                                .fail()
                                .invoke(answer -> {
                                    taken.accept(one, answer);
                                    refused = false;
                                }))
                        .orElseGet(() -> Uni.createFrom().nullItem()))
                .onTermination()
                .invoke(() -> underWay.set(false))
                .subscribe()
                .with(done -> {}, this::complain);
    }

    /** Whether the last one was not taken. */
    public boolean areRefused() {
        return refused;
    }

    /** No more from now on. */
    public void stop() {
        stopped = true;
    }

    private void complain(Throwable error) {
        if (refused) return;
        refused = true;
        LOG.warnf("the control plane does not take %s, it is told again: %s", what, error.getMessage());
    }
}
