package dev.mayfly.isolates.supervisor;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateConfig.Engine;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.IsolateHost.HostStatus;
import dev.mayfly.isolates.IsolateHost.WorkerState;
import dev.mayfly.isolates.IsolateHost.WorkerStatus;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.process.Launcher;
import dev.mayfly.isolates.process.Launcher.Priority;
import dev.mayfly.isolates.process.Tier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides which worker runs what, when workers come and go, and what becomes of the invocations of one that fails. */
public final class Supervisor {
    private static final Logger log = Logger.getLogger(Supervisor.class);
    private static final long TICK_MS = 100;
    private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(2 * TICK_MS);
    /** The limits whose breakers cost their neighbours time: processor, and pauses of the collector. */
    private static final Set<String> SHARED = Set.of("cpu", "heap", "allocatedBytes");

    private static final int TRUSTS_REMEMBERED_MAX = 10_000;

    private final Vertx vertx;
    private final ContextInternal context;
    private final IsolateConfig config;
    private final Launcher launcher;
    private final Doors doors;
    /** Accounts that cost a worker its life: they keep to themselves for a while, and may not do it too often. */
    private final Offenders convicts;
    /** Accounts whose functions run into the limits of what all share: they share with their like. */
    private final Offenders loud;

    private final Promotion promotion;
    private final Supply supply;
    private final Room room;
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final Map<String, Trust> trusts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trust> eldest) {
            return size() > TRUSTS_REMEMBERED_MAX;
        }
    };
    private final List<Worker> workers = new ArrayList<>();
    private final Events events;
    private volatile HostStatus status;
    private boolean closing;
    private long timer = -1;
    private long tickedNs = System.nanoTime();
    private boolean waivedOnce;

    public Supervisor(Vertx vertx, IsolateConfig config, Launcher launcher, Events events) {
        if (!vertx.isNativeTransportEnabled())
            throw new IllegalStateException(
                    "isolates need Vert.x with its native transport (quarkus.vertx.prefer-native-transport=true)");
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.config = config;
        this.launcher = launcher;
        this.events = events;
        this.doors = new Doors(vertx, context, launcher);
        this.convicts = new Offenders(config.convictedFor(), config.replacementsPerMinute());
        this.loud = new Offenders(Duration.ofMinutes(1), config.loudAfter());
        this.promotion = new Promotion(this, config);
        this.supply = new Supply(config);
        this.room = new Room(workers, config.workersMax());
        this.status = new HostStatus(List.of(), 0, launcher.lockIn());
    }

    /** Starts the first worker. */
    public void open() {
        context.runOnContext(v -> {
            timer = vertx.setPeriodic(TICK_MS, t -> tick(System.nanoTime()));
            replenish();
        });
    }

    // ---- from clients, on any thread ----

    public IsolateHost.Invocation invoke(InvocationRequest request, InvocationClient client, Message.Purpose purpose) {
        Context clientContext = Vertx.currentContext();
        Run run = new Run(
                this, clientContext != null ? clientContext : vertx.getOrCreateContext(), request, purpose, client);
        if (!onLoop(() -> admit(run))) run.end(new Outcome.Refused(stopping()));
        return run;
    }

    public Uni<List<String>> inspect(InvocationRequest request) {
        return Uni.createFrom()
                .emitter(emitter -> invoke(
                        request, new Inspection(emitter, request.version().mainModule()), Message.Purpose.INSPECT));
    }

    public HostStatus status() {
        return status;
    }

    /** The trust of an account that ran here before. */
    public CompletableFuture<Trust> trustOf(String account) {
        CompletableFuture<Trust> known = new CompletableFuture<>();
        if (!onLoop(() -> known.complete(trusts.getOrDefault(account, Trust.newcomers))))
            known.complete(Trust.newcomers);
        return known;
    }

    /** Stops taking invocations, waits a moment for those under way, and kills the workers. Blocks. */
    public void close() {
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        onLoop(() -> {
            closing = true;
            for (Pool pool : pools.values()) refuseAll(pool, stopping());
            whenQuiet(quiet, System.nanoTime() + config.stopGrace().toNanos());
        });
        try {
            quiet.get(config.stopGrace().toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("the event loop of the isolates did not answer", e);
        }
        launcher.close();
    }

    private void whenQuiet(CompletableFuture<Void> quiet, long untilNs) {
        boolean busy = workers.stream().anyMatch(w -> w.inFlight() > 0);
        if (busy && System.nanoTime() < untilNs) {
            vertx.setTimer(20, t -> whenQuiet(quiet, untilNs));
            return;
        }
        vertx.cancelTimer(timer);
        for (Worker worker : List.copyOf(workers)) {
            for (Run run : worker.runs()) lose(worker, run);
            remove(worker);
        }
        publish();
        quiet.complete(null);
    }

    // ---- admission ----

    private void admit(Run run) {
        String account = run.account();
        trusts.put(account, run.request().version().trust());
        long now = System.nanoTime();
        if (closing) {
            run.end(new Outcome.Refused(stopping()));
        } else if (convicts.often(account, now)) {
            run.end(new Outcome.Refused(new Problem.LimitReached(
                    "worker-replacements",
                    "functions of this account cost %d workers within a minute; try again later"
                            .formatted(config.replacementsPerMinute()))));
        } else {
            place(run, now, Turn.last);
        }
    }

    private enum Turn {
        first,
        last
    }

    private void place(Run run, long nowNs, Turn turn) {
        Pool pool = poolOf(run, nowNs);
        pool.usedNs = nowNs;
        Worker worker = pool.queue.isEmpty() || turn == Turn.first ? pool.leastLoaded(config.inFlightMax()) : null;
        if (worker != null) {
            start(worker, run);
            return;
        }
        if (pool.queue.size() >= config.queueMax()) {
            run.end(new Outcome.Refused(new Problem.Unavailable("too many invocations wait for a worker")));
            return;
        }
        if (turn == Turn.first) pool.queue.addFirst(run);
        else pool.queue.addLast(run);
        replenish();
    }

    private Pool poolOf(Run run, long nowNs) {
        String account = run.account();
        Trust trust = run.request().version().trust();
        String own = "own:" + account;
        if (trust == Trust.own) return pool(own, Pool.Kind.own, nowNs);
        if (convicts.lately(account, nowNs)) {
            // Where there is no room for another, those that cost workers share with their like.
            boolean fits = pools.containsKey(own) || room.holdsOneFor(own);
            return fits ? pool(own, Pool.Kind.own, nowNs) : pool("convicts", Pool.Kind.loud, nowNs);
        }
        if (loud.often(account, nowNs)) {
            Pool apart = pool(trust.name() + "-loud", Pool.Kind.loud, nowNs);
            if (apart.leastLoaded(config.inFlightMax()) != null) return apart;
            // Until there is one it stays where it is: being loud is no reason to wait.
            apart.wanted = true;
        }
        return pool(trust.name(), Pool.Kind.shared, nowNs);
    }

    private Pool pool(String name, Pool.Kind kind, long nowNs) {
        return pools.computeIfAbsent(name, n -> new Pool(n, kind, nowNs));
    }

    private void start(Worker worker, Run run) {
        try {
            worker.start(run);
        } catch (IllegalArgumentException tooLarge) {
            worker.remove(run);
            run.end(new Outcome.Refused(new Problem.Invalid("too-large", String.valueOf(tooLarge.getMessage()))));
        }
    }

    void leftQueue(Run run) {
        for (Pool pool : pools.values())
            if (pool.queue.remove(run))
                run.end(new Outcome.Refused(new Problem.Unavailable("the client went away before a worker was free")));
    }

    private void serveQueue(Pool pool) {
        while (!pool.queue.isEmpty()) {
            Worker worker = pool.leastLoaded(config.inFlightMax());
            if (worker == null) return;
            start(worker, pool.queue.remove());
        }
    }

    private static Problem stopping() {
        return new Problem.Unavailable("the platform is stopping");
    }

    private static void refuseAll(Pool pool, Problem problem) {
        for (Run run = pool.queue.poll(); run != null; run = pool.queue.poll()) run.end(new Outcome.Refused(problem));
    }

    // ---- workers come ----

    /** Gives pools in need what is ready, and starts what is missing. */
    private void replenish() {
        if (closing) return;
        long now = System.nanoTime();
        List<Pool> needy = new ArrayList<>();
        for (Pool pool : pools.values()) if (pool.needy(config.inFlightMax())) needy.add(pool);
        needy.sort(Comparator.comparingLong(Pool::waitsSinceNs));
        for (Pool pool : List.copyOf(needy)) {
            Worker spare = spare();
            if (spare == null) break;
            if (!room.holdsOneFor(pool.name)) continue;
            assign(spare, pool, now);
            needy.remove(pool);
        }
        int missing = supply.missing(workers, needy.size(), now);
        for (int i = 0; i < missing; i++) {
            boolean fits = alive() < config.workersMax() && (i >= needy.size() || room.holdsOneFor(needy.get(i).name));
            if (fits || (i < needy.size() && makeRoom(needy.get(i))))
                launch(config.engine() == Engine.jit ? Tier.jit : Tier.interpreter, Priority.ordinary, null);
        }
        publish();
    }

    private @Nullable Worker spare() {
        for (Worker worker : workers) if (worker.state == WorkerState.serving && worker.pool == null) return worker;
        return null;
    }

    private void assign(Worker worker, Pool pool, long nowNs) {
        worker.pool = pool;
        pool.workers.add(worker);
        pool.wanted = false;
        supply.assigned(nowNs);
        serveQueue(pool);
    }

    /** Workers that take memory and are not on their way out. */
    private int alive() {
        int count = 0;
        for (Worker worker : workers) if (worker.state != WorkerState.condemned) count++;
        return count;
    }

    /** Ends the worker that was idle for longest, of a pool other than this one; not for a pool that nobody waits for. */
    private boolean makeRoom(Pool pool) {
        if (pool.queue.isEmpty()) return false;
        Worker oldest = null;
        for (Worker worker : workers) {
            boolean idle = worker.state == WorkerState.serving && worker.inFlight() == 0 && worker.pool != null;
            if (idle
                    && worker.pool != pool
                    && (oldest == null || worker.usedNs < oldest.usedNs)
                    && room.wouldHoldOneFor(pool.name, worker)) oldest = worker;
        }
        if (oldest == null) return false;
        remove(oldest);
        return true;
    }

    void launch(Tier tier, Priority priority, @Nullable Pool pool) {
        var deployments = new SentDeployments(config.deploymentsMax(), config.deploymentBytesMax());
        Worker worker = new Worker(this, supply.nextNumber(), tier, deployments);
        if (pool != null) {
            worker.pool = pool;
            pool.workers.add(worker);
        }
        workers.add(worker);
        doors.open(worker, priority, this::died);
    }

    /** A worker said who it is. */
    void greeted(Worker worker) {
        supply.succeeded();
        events.started(worker.tier, System.nanoTime() - worker.createdNs);
        if (worker.pool != null) {
            worker.state = WorkerState.warming;
            promotion.warm(worker, worker.pool);
        } else {
            worker.state = WorkerState.serving;
        }
        replenish();
    }

    // ---- workers go ----

    /**
     * A guest of this worker did not obey. Its neighbours go on elsewhere, or get a moment to finish here; so do other invocations
     * of the same version, which are likely to end like it.
     */
    void condemn(Worker worker, Run offender) {
        long now = System.nanoTime();
        Outcome outcome = offender.stuck();
        worker.remove(offender);
        offender.end(outcome);
        if (worker.state == WorkerState.condemned) {
            if (worker.inFlight() == 0) remove(worker);
            return;
        }
        log.warnf(
                "%s is condemned: a guest of %s did not obey",
                worker.name(), offender.request().version());
        events.condemned("stuck");
        if (worker.state != WorkerState.warming) convict(offender.account(), now);
        worker.state = WorkerState.condemned;
        worker.condemnedNs = now;
        leavePool(worker);
        String version = offender.request().version().key();
        moveAway(worker, run -> !run.request().version().key().equals(version), now);
        if (worker.inFlight() == 0) remove(worker);
        replenish();
    }

    /** A worker said what no sound worker says: nothing of it is believed any more, so there is no grace. */
    void distrust(Worker worker, @Nullable Run suspect, String why) {
        if (!workers.contains(worker)) return;
        long now = System.nanoTime();
        log.errorf("%s broke the protocol and is killed: %s", worker.name(), why);
        events.condemned("protocol");
        if (suspect != null) {
            convict(suspect.account(), now);
            worker.remove(suspect);
            suspect.end(new Outcome.Lost(worker.name()));
        }
        giveUp(worker, now);
    }

    /** A process ended, or its socket did, or it does not answer. Nobody knows who is to blame, unless it had one account alone. */
    void died(Worker worker, String why) {
        if (!workers.contains(worker)) return;
        long now = System.nanoTime();
        if (worker.state == WorkerState.starting) {
            log.errorf("%s (%s) did not start: %s", worker.name(), worker.tier, why);
            supply.failed(now);
            promotion.failed(worker, now);
        } else if (worker.state != WorkerState.condemned) {
            log.errorf("%s died: %s", worker.name(), why);
            events.condemned("died");
            blameWhoWasAlone(worker, now);
        }
        giveUp(worker, now);
    }

    private void blameWhoWasAlone(Worker worker, long nowNs) {
        List<Run> suspects = worker.runs();
        List<Run> again = suspects.stream().filter(run -> run.attempt() > 1).toList();
        List<String> accounts = (again.isEmpty() ? suspects : again)
                .stream().map(Run::account).distinct().toList();
        if (accounts.size() == 1) convict(accounts.getFirst(), nowNs);
    }

    private void giveUp(Worker worker, long nowNs) {
        boolean servedClients = worker.state != WorkerState.warming;
        worker.state = WorkerState.condemned;
        leavePool(worker);
        moveAway(worker, run -> servedClients, nowNs);
        for (Run run : worker.runs()) lose(worker, run);
        remove(worker);
        replenish();
    }

    /** Starts again elsewhere whatever may be. */
    private void moveAway(Worker worker, Predicate<Run> which, long nowNs) {
        List<Run> movable =
                worker.runs().stream().filter(Run::mayStartAgain).filter(which).toList();
        for (Run run : movable) {
            worker.remove(run);
            run.detach();
        }
        for (Run run : movable.reversed()) {
            if (convicts.often(run.account(), nowNs)) run.end(new Outcome.Lost(worker.name()));
            else place(run, nowNs, Turn.first);
        }
        events.reran(movable.size());
    }

    private void lose(Worker worker, Run run) {
        worker.remove(run);
        run.end(new Outcome.Lost(worker.name()));
    }

    private void convict(String account, long nowNs) {
        convicts.offended(account, nowNs);
        for (Pool pool : List.copyOf(pools.values())) {
            if (pool.kind == Pool.Kind.own) continue;
            List<Run> theirs = pool.queue.stream()
                    .filter(run -> run.account().equals(account))
                    .toList();
            pool.queue.removeAll(theirs);
            for (Run run : theirs) place(run, nowNs, Turn.last);
        }
    }

    private void leavePool(Worker worker) {
        Pool pool = worker.pool;
        if (pool != null) pool.workers.remove(worker);
    }

    private void remove(Worker worker) {
        leavePool(worker);
        workers.remove(worker);
        doors.shut(worker);
    }

    // ---- invocations end ----

    void finished(Worker worker, Run run, Message.Done done) {
        worker.remove(run);
        Pool pool = worker.pool;
        if (pool != null && worker.state != WorkerState.warming) {
            if (done.end() == Message.End.OK) {
                // What was stopped at a limit is no reason to compile it.
                pool.guestCpuNs += done.cpuNs();
                pool.shapes.served(run);
            } else if (done.end() == Message.End.EXHAUSTED && SHARED.contains(done.code())) {
                heard(run.account(), System.nanoTime());
            }
            if (!pool.queue.isEmpty()) serveQueue(pool);
        }
        if (worker.inFlight() > 0) return;
        if (worker.state == WorkerState.condemned || worker.state == WorkerState.draining) remove(worker);
    }

    private void heard(String account, long nowNs) {
        boolean before = loud.often(account, nowNs);
        loud.offended(account, nowNs);
        if (!before && loud.often(account, nowNs))
            log.infof("account %s runs into limits often: it gets a worker beside its neighbours'", account);
    }

    /** A warmed worker takes over its pool; what runs there already ends where it is. */
    void takeOver(Worker worker, Pool pool) {
        if (worker.state != WorkerState.warming) return;
        worker.state = WorkerState.serving;
        if (worker.process != null) worker.process.raisePriority();
        for (Worker old : List.copyOf(pool.workers)) {
            if (old == worker || old.state != WorkerState.serving) continue;
            old.state = WorkerState.draining;
            leavePool(old);
            if (old.inFlight() == 0) remove(old);
        }
        log.infof("%s, compiling, took over pool %s", worker.name(), pool.name);
        serveQueue(pool);
        publish();
    }

    // ---- time passes ----

    private void tick(long nowNs) {
        if (!stoodStill(nowNs)) for (Worker worker : List.copyOf(workers)) check(worker, nowNs);
        for (Pool pool : List.copyOf(pools.values())) check(pool, nowNs);
        replenish();
    }

    /**
     * Whether this tick comes late: the host itself stood still, and what workers said meanwhile waits to be read. They are judged at
     * the next one, however late that comes.
     */
    private boolean stoodStill(long nowNs) {
        waivedOnce = !waivedOnce && nowNs - tickedNs > LATE_NS;
        tickedNs = nowNs;
        return waivedOnce;
    }

    private void check(Worker worker, long nowNs) {
        if (worker.state == WorkerState.starting) {
            if (supply.isLate(worker.createdNs, nowNs)) died(worker, "it said nothing in time");
            return;
        }
        if (worker.state == WorkerState.condemned) {
            if (nowNs - worker.condemnedNs > config.condemnedGrace().toNanos()) giveUp(worker, nowNs);
            return;
        }
        if (worker.silent(
                nowNs, config.pingEvery().toNanos(), config.pingDeadline().toNanos())) {
            died(worker, "it does not answer");
            return;
        }
        long wallGrace = config.wallGrace().toNanos(),
                afterAnswer = config.afterAnswerMax().toNanos(),
                obey = config.cancelDeadline().toNanos();
        for (Run run : worker.runs()) {
            if (!run.disobeys(nowNs, wallGrace, afterAnswer, obey)) continue;
            condemn(worker, run);
            return;
        }
    }

    private void check(Pool pool, long nowNs) {
        long deadline = config.queueDeadline().toNanos();
        pool.queue.removeIf(run -> {
            boolean late = nowNs - run.createdNs() > deadline;
            if (late) run.end(new Outcome.Refused(new Problem.Unavailable("no worker was free in time")));
            return late;
        });
        long idle = config.ownPoolIdle().toNanos();
        if (pool.kind != Pool.Kind.shared && pool.idle() && nowNs - pool.usedNs > idle) {
            for (Worker worker : List.copyOf(pool.workers)) remove(worker);
            pools.remove(pool.name);
            return;
        }
        // What came for a crowd goes when the crowd is gone.
        for (Worker worker : List.copyOf(pool.workers))
            if (pool.workers.size() > 1
                    && worker.state == WorkerState.serving
                    && worker.inFlight() == 0
                    && nowNs - worker.usedNs > idle) remove(worker);
        if (config.engine() == Engine.auto) {
            promotion.consider(pool, alive() < config.workersMax() && room.holdsOneFor(pool.name), nowNs);
        }
    }

    private void publish() {
        List<WorkerStatus> each = new ArrayList<>(workers.size());
        for (Worker w : workers) {
            Pool pool = w.pool;
            each.add(new WorkerStatus(
                    w.number, w.pid(), pool == null ? "spare" : pool.name, w.engine(), w.state, w.inFlight()));
        }
        int queued = 0;
        for (Pool pool : pools.values()) queued += pool.queue.size();
        status = new HostStatus(List.copyOf(each), queued, launcher.lockIn());
    }

    // ---- the loop ----

    /** Runs this on the supervisor's event loop: at once when the caller is there already. False: the loop has ended. */
    boolean onLoop(Runnable task) {
        if (context.nettyEventLoop().inEventLoop()) {
            task.run();
            return true;
        }
        try {
            context.nettyEventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException stopped) {
            return false;
        }
    }

    /** The context that the supervisor's own invocations call back on. */
    Context context() {
        return context;
    }
}
