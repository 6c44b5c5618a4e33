package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.IsolateHost.WorkerState;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Then;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of invocations whose worker fails. */
class FailoverTest {
    private static final String[] NO_HEADERS = {};
    private static final Message.Head STREAM = new Message.Head(200, "", NO_HEADERS, Body.STREAMED);
    private final Bench bench = new Bench("condemned-grace", "20s", "spare-delay", "0s");
    private final FakeWorker worker = bench.launcher.ready();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theOffenderEndsAtOnceAndANeighbourGoesOnElsewhere() {
        RecordingClient offender = bench.invoke("bad");
        int stuck = worker.invoked();
        RecordingClient neighbour = bench.invoke("good");
        worker.invoked();
        FakeWorker spare = bench.launcher.ready();
        worker.send(stuck, new Message.Stuck());
        assertThat(offender.outcome()).isEqualTo(new Outcome.Exhausted("cpu", 1000, 1000));
        spare.answer(spare.invoked());
        assertThat(neighbour.outcome()).isEqualTo(new Outcome.Answered());
        assertThat(neighbour.usage.started()).isEqualTo(2);
        assertThat(worker.wasKilled()).isTrue();
    }

    @Test
    void aNeighbourThatWasSeenGetsAMomentToFinish() {
        bench.invoke("bad");
        int stuck = worker.invoked();
        RecordingClient neighbour = bench.invoke("good");
        int seen = worker.invoked();
        worker.send(seen, STREAM).send(stuck, new Message.Stuck());
        Bench.until(
                "condemned",
                () -> bench.host.status().workers().stream().anyMatch(w -> w.state() == WorkerState.condemned));
        worker.send(seen, new Message.Data(1, Then.END, new byte[3])).done(seen);
        assertThat(neighbour.outcome()).isEqualTo(new Outcome.Answered());
        assertThat(neighbour.usage.started()).isEqualTo(1);
        assertThat(worker.wasKilled()).isTrue();
    }

    @Test
    void aSecondOffenderOnACondemnedWorkerEndsAsOneToo() {
        RecordingClient first = bench.invoke("bad");
        int one = worker.invoked();
        RecordingClient second = bench.invoke("bad");
        int two = worker.invoked();
        worker.send(one, new Message.Stuck()).send(two, new Message.Stuck());
        assertThat(first.outcome()).isInstanceOf(Outcome.Exhausted.class);
        assertThat(second.outcome()).isInstanceOf(Outcome.Exhausted.class);
    }

    @Test
    void aStreamedRequestIsNotRunAgain() {
        RecordingClient client = bench.invoke(
                Bench.request(Bench.version("a", Trust.standard), Limits.DEFAULT, new RequestBody.Streamed()));
        worker.invoked();
        worker.die();
        assertThat(client.outcome()).isEqualTo(new Outcome.Lost("worker-1"));
    }

    @Test
    void aWholeBodyIsSentAgain() {
        byte[] body = new byte[200_000];
        RecordingClient client = bench.invoke(
                Bench.request(Bench.version("a", Trust.standard), Limits.DEFAULT, new RequestBody.Whole(body)));
        worker.invoked();
        FakeWorker spare = bench.launcher.ready();
        worker.die();
        int again = spare.invoked();
        int sent = 0;
        while (sent < body.length)
            sent += ((Message.Data) spare.next(FrameType.DATA).message()).bytes().length;
        spare.answer(again);
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void aCallIsAnEffect() {
        RecordingClient client = bench.invoke("a");
        worker.send(worker.invoked(), new Message.Call.Method(1, "KV", "put", "[]"));
        client.reply();
        worker.die();
        assertThat(client.outcome()).isEqualTo(new Outcome.Lost("worker-1"));
    }

    @Test
    void aHeadIsAnEffect() {
        RecordingClient client = bench.invoke("a");
        worker.send(worker.invoked(), STREAM);
        assertThat(client.told()).isEqualTo("head 200");
        worker.die();
        assertThat(client.outcome()).isEqualTo(new Outcome.Lost("worker-1"));
        assertThat(client.told).containsExactly("broken", "ended");
    }

    @Test
    void aLogLineIsNoEffect() {
        RecordingClient client = bench.invoke("a");
        worker.send(worker.invoked(), new Message.Log(Message.Level.LOG, 1, "hi"));
        assertThat(client.told()).isEqualTo("log hi");
        FakeWorker spare = bench.launcher.ready();
        worker.die();
        spare.answer(spare.invoked());
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void aSecondDeathIsTheEnd() {
        RecordingClient client = bench.invoke("a");
        worker.invoked();
        FakeWorker second = bench.launcher.ready();
        worker.die();
        second.invoked();
        second.die();
        assertThat(client.outcome()).isEqualTo(new Outcome.Lost("worker-2"));
        assertThat(client.usage.started()).isEqualTo(2);
    }

    @Test
    void whatWasOnItsWayWhenAWorkerDiedStillCounts() {
        RecordingClient client = bench.invoke("a");
        worker.answer(worker.invoked()).die();
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void aReplyToADeadWorkerGoesNowhere() {
        RecordingClient client = bench.invoke("a");
        worker.send(worker.invoked(), new Message.Call.Method(1, "KV", "get", "[]"));
        var reply = client.reply();
        worker.die();
        client.outcome();
        reply.returned("1");
        RecordingClient after = bench.invoke("b");
        FakeWorker next = bench.launcher.ready();
        next.answer(next.invoked());
        assertThat(after.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void aReplacementServesWhatWaits() {
        RecordingClient client = bench.invoke("a");
        worker.invoked();
        worker.die();
        FakeWorker next = bench.launcher.ready();
        next.answer(next.invoked());
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void anAccountThatCostAWorkerKeepsToItself() {
        bench.invoke("bad");
        int stuck = worker.invoked();
        FakeWorker spare = bench.launcher.ready();
        worker.send(stuck, new Message.Stuck());
        RecordingClient good = bench.invoke("good");
        int its = spare.invoked();
        bench.invoke("bad");
        FakeWorker own = bench.launcher.ready();
        int again = own.invoked();
        assertThat(bench.host.status().workers()).extracting("pool").contains("standard", "own:bad");
        spare.answer(its);
        assertThat(good.outcome()).isEqualTo(new Outcome.Answered());
        own.answer(again);
    }

    @Test
    void aSilentWorkerIsGivenUp() {
        try (Bench impatient = new Bench("ping-every", "50ms", "ping-deadline", "300ms", "spare", "false")) {
            FakeWorker silent = impatient.launcher.ready();
            silent.answersPings = false;
            RecordingClient client = impatient.invoke("a");
            silent.invoked();
            assertThat(silent.wasKilled()).isTrue();
            FakeWorker next = impatient.launcher.ready();
            next.answer(next.invoked());
            assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void whatWasSaidWhileTheHostItselfStoodStillIsHeardFirst() {
        FakeLauncher launcher = new FakeLauncher();
        Supervisor supervisor = new Supervisor(
                Bench.vertx,
                Bench.config("ping-every", "50ms", "ping-deadline", "2s", "spare", "false"),
                launcher,
                Events.NONE);
        supervisor.open();
        try {
            FakeWorker asked = launcher.ready();
            asked.answersPings = false;
            Bench.until("the worker is asked", () -> asked.owesPong);
            asked.answersPings = true;
            supervisor.onLoop(() -> {
                asked.send(0, new Message.Pong());
                standStill(Duration.ofMillis(2_500));
            });
            RecordingClient client = new RecordingClient();
            supervisor.invoke(Bench.request("a", Trust.standard), client, Message.Purpose.FETCH);
            asked.answer(asked.invoked());
            assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        } finally {
            supervisor.close();
        }
    }

    private static void standStill(Duration howLong) {
        long end = System.nanoTime() + howLong.toNanos();
        while (System.nanoTime() < end) LockSupport.parkNanos(end - System.nanoTime());
    }

    @Test
    void aStandstillIsCancelledByTheHostItself() {
        try (Bench impatient = new Bench("wall-grace", "100ms", "cancel-deadline", "500ms", "spare", "false")) {
            FakeWorker slow = impatient.launcher.ready();
            RecordingClient client = impatient.invoke(
                    Bench.request(Bench.version("a", Trust.standard), limits(100), new RequestBody.None()));
            int id = slow.invoked();
            assertThat(slow.next().message()).isEqualTo(new Message.Cancel("wall"));
            slow.send(id, FakeWorker.done(Message.End.CANCELLED, ""));
            assertThat(client.outcome()).isEqualTo(new Outcome.Exhausted("wall", 100, 100));
        }
    }

    @Test
    void aWorkerThatDoesNotCarryOutACancellationIsCondemned() {
        try (Bench impatient = new Bench("wall-grace", "100ms", "cancel-deadline", "500ms", "spare", "false")) {
            FakeWorker slow = impatient.launcher.ready();
            RecordingClient client = impatient.invoke(
                    Bench.request(Bench.version("a", Trust.standard), limits(100), new RequestBody.None()));
            slow.invoked();
            assertThat(client.outcome()).isEqualTo(new Outcome.Exhausted("wall", 100, 100));
            assertThat(slow.wasKilled()).isTrue();
        }
    }

    @Test
    void workBehindTheAnswerIsBoundedByTheHostToo() {
        try (Bench impatient = new Bench("after-answer-max", "200ms", "spare", "false")) {
            FakeWorker slow = impatient.launcher.ready();
            RecordingClient client = impatient.invoke("a");
            int id = slow.invoked();
            slow.send(id, new Message.Head(200, "", NO_HEADERS, Body.NONE));
            assertThat(slow.next().message()).isEqualTo(new Message.Cancel(""));
            slow.send(id, FakeWorker.done(Message.End.CANCELLED, ""));
            assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void anAccountMayNotCostTooManyWorkers() {
        try (Bench strict = new Bench("replacements-per-minute", "2", "spare", "false")) {
            for (int i = 0; i < 2; i++) {
                RecordingClient client = strict.invoke("bad");
                FakeWorker serving = strict.launcher.ready();
                serving.send(serving.invoked(), new Message.Stuck());
                assertThat(client.outcome()).isInstanceOf(Outcome.Exhausted.class);
            }
            var refused = (Outcome.Refused) strict.invoke("bad").outcome();
            assertThat(refused.problem().code()).isEqualTo("limit-worker-replacements");
        }
    }

    private static Limits limits(long wallMs) {
        return new Limits(1_000, wallMs, 1 << 26, 1L << 32, 10 << 20, 64 << 10, 50, 100);
    }
}
