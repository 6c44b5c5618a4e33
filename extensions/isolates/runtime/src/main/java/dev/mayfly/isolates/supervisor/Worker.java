package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.IsolateHost.WorkerState;
import dev.mayfly.isolates.frames.FrameReader;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Heads;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.process.Launcher;
import dev.mayfly.isolates.process.Tier;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker process as the supervisor knows it: its state, its link, and the invocations under way in it. */
final class Worker implements WorkerLink.Peer {
    final int number;
    final Tier tier;
    final long createdNs = System.nanoTime();
    WorkerState state = WorkerState.starting;

    @Nullable
    Pool pool;

    @Nullable
    WorkerLink link;

    Launcher.@Nullable Running process;
    long condemnedNs;
    boolean gone;
    long usedNs = createdNs;

    private final Supervisor supervisor;
    private final SentDeployments deployments;
    private final IntObjectHashMap<Run> runs = new IntObjectHashMap<>();
    private int lastId;
    private String engine = "";
    private boolean greeted;
    private long heardNs = createdNs;
    private long askedNs;

    Worker(Supervisor supervisor, int number, Tier tier, SentDeployments deployments) {
        this.supervisor = supervisor;
        this.number = number;
        this.tier = tier;
        this.deployments = deployments;
    }

    String name() {
        return "worker-" + number;
    }

    String engine() {
        return engine.isEmpty() ? tier.name() : engine;
    }

    int inFlight() {
        return runs.size();
    }

    long pid() {
        Launcher.Running p = process;
        return p == null ? 0 : p.pid();
    }

    boolean takes(int inFlightMax) {
        WorkerLink to = link;
        return state == WorkerState.serving && to != null && runs.size() < inFlightMax && !to.full();
    }

    void start(Run run) {
        WorkerLink to = link;
        if (to == null) throw new IllegalStateException(name() + " has no link");
        int deployment = deployments.use(to, run.request().version());
        do lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
        while (runs.containsKey(lastId));
        runs.put(lastId, run);
        usedNs = System.nanoTime();
        run.startOn(this, to, lastId, deployment);
    }

    /** The run is of no more concern to this worker. */
    void remove(Run run) {
        if (runs.remove(run.id()) == null) return;
        deployments.release(run.request().version());
        usedNs = System.nanoTime();
    }

    List<Run> runs() {
        return new ArrayList<>(runs.values());
    }

    // ---- what it says ----

    @Override
    public void frame(FrameType type, int id, FrameReader in) {
        heardNs = System.nanoTime();
        if (!greeted) {
            Violation.when(type != FrameType.HELLO || id != 0, "its first word is not HELLO");
            hello((Message.Hello) Message.read(type, in));
            return;
        }
        if (id == 0) {
            Violation.when(type != FrameType.PONG || askedNs == 0, type + " of no invocation");
            Message.read(type, in);
            askedNs = 0;
            return;
        }
        Run run = runs.get(id);
        if (run == null) {
            Violation.when(state != WorkerState.condemned, "%s of an unknown invocation".formatted(type));
            return;
        }
        if (type == FrameType.STUCK) {
            Message.read(type, in);
            supervisor.condemn(this, run);
            return;
        }
        try {
            run.frame(type, in);
        } catch (Violation | MalformedFrame e) {
            supervisor.distrust(this, run, String.valueOf(e.getMessage()));
        }
    }

    private void hello(Message.Hello hello) {
        Violation.when(
                hello.protocol() != Frames.PROTOCOL,
                "it speaks protocol %d, the host %d".formatted(hello.protocol(), Frames.PROTOCOL));
        Violation.when(tier == Tier.jit && !hello.compiles(), "it was asked to compile and interprets");
        Violation.when(hello.engine().length() > 200 || !Heads.isLine(hello.engine()), "a strange name of an engine");
        greeted = true;
        engine = hello.engine();
        supervisor.greeted(this);
    }

    @Override
    public void broke(String why) {
        supervisor.distrust(this, null, why);
    }

    @Override
    public void ended() {
        supervisor.died(this, "its socket closed");
    }

    /** Asks a silent worker whether it is there. Returns whether it owes an answer for too long. */
    boolean silent(long nowNs, long everyNs, long deadlineNs) {
        WorkerLink to = link;
        if (to == null || !greeted) return false;
        if (askedNs != 0) return nowNs - Math.max(askedNs, heardNs) > deadlineNs;
        if (nowNs - heardNs < everyNs) return false;
        askedNs = nowNs;
        to.send(0, new Message.Ping());
        return false;
    }
}
