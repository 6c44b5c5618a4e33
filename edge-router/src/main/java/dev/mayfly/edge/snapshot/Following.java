package dev.mayfly.edge.snapshot;

import dev.mayfly.edge.EdgeConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Follows what the control plane tells, revision by revision. One question at a time; whoever hears of a change meanwhile makes it be asked once
 * more. While nobody answers, what was told last holds; at a start, what was kept of it.
 *
 * @param <C> what it tells at a time
 */
public final class Following<C> {
    private static final Logger LOG = Logger.getLogger(Following.class);
    /** How long a control plane has to answer, before the router goes on with what is kept. */
    private static final long START_PATIENCE_MS = 500;

    private final String what;
    private final Supplier<Uni<C>> question;
    private final Consumer<C> answer;
    private final EdgeConfig config;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile boolean complained;

    /**
     * @param what is followed, for people
     * @param answer takes what is told, on a thread that may wait
     */
    public Following(String what, Supplier<Uni<C>> question, Consumer<C> answer, EdgeConfig config) {
        this.what = what;
        this.question = question;
        this.answer = answer;
        this.config = config;
    }

    /** How it was kept is read. */
    public interface Reader<C> {
        C read(byte[] written) throws IOException;
    }

    /**
     * Asks now, and again and again.
     *
     * @param isOpen whether nothing was told yet
     */
    public void start(
            Vertx vertx, KeptSnapshot kept, KeptSnapshot.Part part, Reader<C> reader, BooleanSupplier isOpen) {
        ask();
        vertx.setPeriodic(config.resync().toMillis(), id -> ask());
        if (!kept.isOn()) return;
        vertx.setTimer(START_PATIENCE_MS, id -> {
            if (stopped || !isOpen.getAsBoolean()) return;
            kept.last(part)
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .subscribe()
                    .with(
                            found -> found.ifPresent(written -> goOnWith(written, reader, isOpen)),
                            error -> LOG.errorf(error, "%s that are kept cannot be read", what));
        });
    }

    private synchronized void goOnWith(byte[] written, Reader<C> reader, BooleanSupplier isOpen) {
        if (!isOpen.getAsBoolean()) return;
        try {
            answer.accept(reader.read(written));
        } catch (IOException e) {
            LOG.errorf(e, "%s that are kept cannot be read", what);
        }
    }

    private synchronized void told(C now) {
        answer.accept(now);
    }

    public void stop() {
        stopped = true;
    }

    public void ask() {
        if (stopped) return;
        again.set(true);
        if (!asking.compareAndSet(false, true)) return;
        again.set(false);
        question.get()
                .ifNoItem()
                .after(config.patience())
                .fail()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(this::told)
                .subscribe()
                .with(
                        told -> {
                            complained = false;
                            finished();
                        },
                        error -> {
                            complain(error);
                            finished();
                        });
    }

    /** What was heard of while an answer was awaited is asked for, also where none came. */
    private void finished() {
        asking.set(false);
        if (again.get()) ask();
    }

    /** Once for each outage. */
    private void complain(Throwable error) {
        if (complained) return;
        complained = true;
        LOG.warnf(
                "the control plane does not say what %s there are (%s); asking every %s",
                what, error.getMessage(), config.resync());
    }
}
