package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.IsolateHost.WorkerState;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.process.Launcher.Priority;
import dev.mayfly.isolates.process.Tier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who shares a worker with whom, who waits, and which workers there are. */
class PoolsTest {
    @Test
    void theFirstWorkerServesBeforeASpareIsStarted() {
        try (Bench bench = new Bench()) {
            FakeWorker first = bench.launcher.next();
            RecordingClient client = bench.invoke("a");
            assertThat(bench.launcher.launched).isEmpty();
            first.hello();
            first.answer(first.invoked());
            client.outcome();
            bench.launcher.ready();
            Bench.until(
                    "a spare is ready",
                    () -> bench.host.status().workers().stream()
                            .anyMatch(w -> w.pool().equals("spare") && w.state() == WorkerState.serving));
        }
    }

    @Test
    void trustsDoNotShareAWorker() {
        try (Bench bench = new Bench()) {
            FakeWorker first = bench.launcher.ready();
            bench.invoke(Bench.request("a", Trust.standard));
            first.invoked();
            FakeWorker second = bench.launcher.ready();
            bench.invoke(Bench.request("b", Trust.newcomers));
            second.invoked();
            FakeWorker third = bench.launcher.ready();
            bench.invoke(Bench.request("c", Trust.own));
            third.invoked();
            bench.invoke(Bench.request("c2", Trust.standard));
            first.invoked();
            assertThat(bench.host.status().workers()).extracting("pool").contains("standard", "newcomers", "own:c");
        }
    }

    @Test
    void theQueueIsBounded() {
        try (Bench bench = new Bench("queue-max", "3")) {
            List<RecordingClient> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) waiting.add(bench.invoke("a"));
            var refused = (Outcome.Refused) bench.invoke("a").outcome();
            assertThat(refused.problem().status()).isEqualTo(503);
            FakeWorker worker = bench.launcher.ready();
            for (RecordingClient client : waiting) {
                worker.answer(worker.invoked());
                assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
            }
        }
    }

    @Test
    void nobodyWaitsForEver() {
        try (Bench bench = new Bench("queue-deadline", "200ms")) {
            var refused = (Outcome.Refused) bench.invoke("a").outcome();
            assertThat(refused.problem().detail()).contains("no worker was free in time");
        }
    }

    @Test
    void aClientThatLeavesTheQueueIsNotServed() {
        try (Bench bench = new Bench()) {
            RecordingClient client = new RecordingClient();
            bench.invoke(client, "a").clientGone();
            assertThat(client.outcome()).isInstanceOf(Outcome.Refused.class);
            FakeWorker worker = bench.launcher.ready();
            RecordingClient next = bench.invoke("b");
            worker.answer(worker.invoked());
            assertThat(next.outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void aFullWorkerTakesNoMore() {
        try (Bench bench = new Bench("in-flight-max", "2", "spare", "false", "workers-max", "1")) {
            FakeWorker worker = bench.launcher.ready();
            List<RecordingClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) clients.add(bench.invoke("a"));
            int first = worker.invoked();
            worker.invoked();
            Bench.until("the third waits", () -> bench.host.status().queued() == 1);
            worker.answer(first);
            int third = worker.invoked();
            worker.answer(third);
            assertThat(clients.get(2).outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void aFullPoolGetsAnotherWorkerAndTheLeastLoadedOneServes() {
        try (Bench bench = new Bench("in-flight-max", "2", "spare", "false")) {
            FakeWorker first = bench.launcher.ready();
            List<RecordingClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) clients.add(bench.invoke("a"));
            int one = first.invoked();
            int two = first.invoked();
            FakeWorker second = bench.launcher.ready();
            second.invoked();
            first.answer(one).answer(two);
            clients.get(0).outcome();
            clients.get(1).outcome();
            bench.invoke("a");
            assertThat(first.invoked()).isPositive();
        }
    }

    @Test
    void aCrowdedPoolGetsAnotherWorkerBeforeAnybodyWaits() {
        try (Bench bench = new Bench("in-flight-max", "4", "spare", "false")) {
            FakeWorker first = bench.launcher.ready();
            for (int i = 0; i < 3; i++) bench.invoke("a");
            for (int i = 0; i < 3; i++) first.invoked();
            FakeWorker second = bench.launcher.ready();
            Bench.until(
                    "both serve the pool",
                    () -> bench.host.status().workers().stream()
                                    .filter(w -> w.pool().equals("standard"))
                                    .count()
                            == 2);
            bench.invoke("a");
            assertThat(second.invoked()).isPositive();
        }
    }

    @Test
    void theWorkerIdleForLongestMakesRoomForAnotherPool() {
        try (Bench bench = new Bench("workers-max", "4", "spare", "false")) {
            FakeWorker first = bench.launcher.ready();
            RecordingClient a = bench.invoke(Bench.request("a", Trust.own));
            first.answer(first.invoked());
            a.outcome();
            RecordingClient b = bench.invoke(Bench.request("b", Trust.own));
            FakeWorker second = bench.launcher.ready();
            second.answer(second.invoked());
            b.outcome();
            RecordingClient c = bench.invoke(Bench.request("c", Trust.own));
            assertThat(first.wasKilled()).isTrue();
            FakeWorker third = bench.launcher.ready();
            third.answer(third.invoked());
            assertThat(c.outcome()).isEqualTo(new Outcome.Answered());
            assertThat(second.killed.getCount()).isOne();
        }
    }

    @Test
    void thoseThatShareFindAWorkerWhoeverHoldsTheOthers() {
        try (Bench bench = new Bench("workers-max", "4", "spare", "false", "queue-deadline", "500ms")) {
            bench.invoke(Bench.request("a", Trust.own));
            bench.launcher.ready().invoked();
            bench.invoke(Bench.request("b", Trust.own));
            bench.launcher.ready().invoked();
            assertThat(bench.invoke(Bench.request("c", Trust.own)).outcome()).isInstanceOf(Outcome.Refused.class);
            for (Trust trust : List.of(Trust.newcomers, Trust.standard)) {
                RecordingClient client = bench.invoke(Bench.request("d", trust));
                FakeWorker worker = bench.launcher.ready();
                worker.answer(worker.invoked());
                assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
            }
        }
    }

    @Test
    void anIdleWorkerOfThoseThatShareIsNotTakenFromThem() {
        try (Bench bench = new Bench("workers-max", "3", "spare", "false", "queue-deadline", "500ms")) {
            FakeWorker shared = bench.launcher.ready();
            RecordingClient client = bench.invoke("s");
            shared.answer(shared.invoked());
            client.outcome();
            bench.invoke(Bench.request("a", Trust.own));
            bench.launcher.ready().invoked();
            assertThat(bench.invoke(Bench.request("b", Trust.own)).outcome()).isInstanceOf(Outcome.Refused.class);
            assertThat(shared.killed.getCount()).isOne();
        }
    }

    @Test
    void thoseThatCostWorkersShareWhereThereIsNoRoomForEach() {
        try (Bench bench = new Bench("workers-max", "3", "spare", "false")) {
            for (String account : List.of("bad", "worse", "worst")) {
                bench.invoke(account);
                FakeWorker worker = bench.launcher.ready();
                worker.send(worker.invoked(), new Message.Stuck());
            }
            bench.invoke("bad");
            bench.launcher.ready().invoked();
            bench.invoke("worse");
            bench.invoke("worst");
            Bench.until("both wait for one worker", () -> bench.host.status().queued() == 2);
            assertThat(pools(bench)).containsOnlyOnce("own:bad").doesNotContain("own:worse", "own:worst");
            RecordingClient good = bench.invoke("good");
            FakeWorker worker = bench.launcher.ready();
            worker.answer(worker.invoked());
            assertThat(good.outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void aBusyWorkerDoesNotMakeRoom() {
        try (Bench bench = new Bench("workers-max", "1", "queue-deadline", "500ms")) {
            FakeWorker first = bench.launcher.ready();
            bench.invoke(Bench.request("a", Trust.own));
            first.invoked();
            assertThat(bench.invoke(Bench.request("b", Trust.own)).outcome()).isInstanceOf(Outcome.Refused.class);
            assertThat(first.killed.getCount()).isOne();
        }
    }

    @Test
    void whoRunsIntoLimitsOftenMovesAwayFromItsNeighbours() {
        try (Bench bench = new Bench("loud-after", "2")) {
            FakeWorker shared = bench.launcher.ready();
            for (int i = 0; i < 2; i++) exhaust(bench, shared, "heap");
            FakeWorker apart = bench.launcher.ready();
            Bench.until(
                    "it is there",
                    () -> pools(bench).contains("standard-loud") || pools(bench).contains("spare"));
            bench.invoke("loud");
            Bench.until("it is given one", () -> pools(bench).contains("standard-loud"));
            shared.answer(shared.invoked());
            RecordingClient client = bench.invoke("loud");
            apart.answer(apart.invoked());
            assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
            RecordingClient neighbour = bench.invoke("quiet");
            shared.answer(shared.invoked());
            assertThat(neighbour.outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void aLimitOfOnesOwnIsNoNoise() {
        try (Bench bench = new Bench("loud-after", "1")) {
            FakeWorker shared = bench.launcher.ready();
            exhaust(bench, shared, "subrequests");
            bench.launcher.ready();
            bench.invoke("loud");
            assertThat(shared.invoked()).isPositive();
            assertThat(pools(bench)).doesNotContain("standard-loud");
        }
    }

    /** Being loud is no reason to wait, nor to take a worker from others. */
    @Test
    void whereThereIsNoRoomTheLoudStayWhereTheyAre() {
        try (Bench bench = new Bench("loud-after", "1", "workers-max", "1", "spare", "false")) {
            FakeWorker shared = bench.launcher.ready();
            for (int i = 0; i < 3; i++) exhaust(bench, shared, "cpu");
            assertThat(shared.killed.getCount()).isOne();
        }
    }

    @Test
    void anIdlePoolOfTheLoudIsGivenUp() {
        try (Bench bench = new Bench("loud-after", "1", "own-pool-idle", "200ms")) {
            FakeWorker shared = bench.launcher.ready();
            exhaust(bench, shared, "allocatedBytes");
            FakeWorker apart = bench.launcher.ready();
            bench.invoke("loud");
            assertThat(apart.wasKilled()).isTrue();
            assertThat(shared.killed.getCount()).isOne();
        }
    }

    private static void exhaust(Bench bench, FakeWorker worker, String limit) {
        RecordingClient client = bench.invoke("loud");
        worker.exhaust(worker.invoked(), limit);
        assertThat(client.outcome()).isInstanceOf(Outcome.Exhausted.class);
    }

    private static List<String> pools(Bench bench) {
        return bench.host.status().workers().stream()
                .map(IsolateHost.WorkerStatus::pool)
                .toList();
    }

    @Test
    void anIdlePoolOfOnesOwnIsGivenUp() {
        try (Bench bench = new Bench("own-pool-idle", "200ms", "spare", "false")) {
            FakeWorker worker = bench.launcher.ready();
            RecordingClient client = bench.invoke(Bench.request("a", Trust.own));
            worker.answer(worker.invoked());
            client.outcome();
            assertThat(worker.wasKilled()).isTrue();
        }
    }

    @Test
    void aWorkerThatCameForACrowdIsGivenUpWhenTheCrowdIsGone() {
        try (Bench bench = new Bench("own-pool-idle", "200ms", "in-flight-max", "4", "spare", "false")) {
            FakeWorker first = bench.launcher.ready();
            List<RecordingClient> crowd = new ArrayList<>();
            List<Integer> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) crowd.add(bench.invoke("a"));
            for (int i = 0; i < 3; i++) held.add(first.invoked());
            FakeWorker second = bench.launcher.ready();
            Bench.until("both serve the pool", () -> pools(bench).equals(List.of("standard", "standard")));
            crowd.add(bench.invoke("a"));
            second.answer(second.invoked());
            for (int id : held) first.answer(id);
            for (RecordingClient client : crowd) client.outcome();
            Bench.until("one is given up", () -> bench.host.status().workers().size() == 1);
        }
    }

    @Test
    void aWorkerThatDoesNotStartIsTriedAgain() {
        FakeLauncher launcher = new FakeLauncher();
        launcher.failing = true;
        try (Bench bench = new Bench(launcher)) {
            RecordingClient client = bench.invoke("a");
            Bench.until("it failed", () -> bench.host.status().queued() == 1);
            launcher.failing = false;
            FakeWorker worker = launcher.ready();
            worker.answer(worker.invoked());
            assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void aWorkerThatSaysNothingInTimeIsReplaced() {
        try (Bench bench = new Bench("start-timeout", "200ms")) {
            bench.launcher.next();
            FakeWorker second = bench.launcher.ready();
            RecordingClient client = bench.invoke("a");
            second.answer(second.invoked());
            assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void deploymentsUsedLeastRecentlyAreForgotten() {
        try (Bench bench = new Bench("deployments-max", "2", "spare", "false")) {
            FakeWorker worker = bench.launcher.ready();
            for (String code : List.of("1", "2", "3")) {
                RecordingClient client = bench.invoke(
                        Bench.request(Bench.code("a", Trust.standard, code), Limits.DEFAULT, new RequestBody.None()));
                if (code.equals("3")) {
                    worker.next(FrameType.DEPLOY);
                    assertThat(worker.next().message()).isEqualTo(new Message.Forget(1));
                }
                worker.answer(worker.invoked());
                client.outcome();
            }
        }
    }

    @Test
    void aDeploymentInUseIsNotForgotten() {
        try (Bench bench = new Bench("deployments-max", "1", "spare", "false")) {
            FakeWorker worker = bench.launcher.ready();
            for (String code : List.of("1", "2"))
                bench.invoke(
                        Bench.request(Bench.code("a", Trust.standard, code), Limits.DEFAULT, new RequestBody.None()));
            List<FrameType> types = new ArrayList<>();
            while (types.size() < 4) types.add(worker.next().type());
            assertThat(types).containsExactly(FrameType.DEPLOY, FrameType.INVOKE, FrameType.DEPLOY, FrameType.INVOKE);
        }
    }

    @Test
    void aHotPoolIsMovedToAWarmedCompiler() {
        try (Bench bench = new Bench(
                "spare", "false", "jit.window", "300ms", "jit.from-cores", "0.000001", "jit.warm-requests", "3")) {
            FakeWorker old = bench.launcher.ready();
            assertThat(old.launch.tier()).isEqualTo(Tier.interpreter);
            RecordingClient client = bench.invoke("a");
            old.answer(old.invoked());
            client.outcome();
            FakeWorker compiler = bench.launcher.ready();
            assertThat(compiler.launch.tier()).isEqualTo(Tier.jit);
            assertThat(compiler.launch.priority()).isEqualTo(Priority.background);
            for (int i = 0; i < 3; i++) compiler.answer(compiler.invoked());
            assertThat(old.wasKilled()).isTrue();
            RecordingClient after = bench.invoke("a");
            compiler.answer(compiler.invoked());
            assertThat(after.outcome()).isEqualTo(new Outcome.Answered());
            assertThat(compiler.raised).isTrue();
        }
    }

    @Test
    void aReplayReachesNothing() {
        try (Bench bench = new Bench(
                "spare", "false", "jit.window", "300ms", "jit.from-cores", "0.000001", "jit.warm-requests", "1")) {
            FakeWorker old = bench.launcher.ready();
            RecordingClient client = bench.invoke("a");
            old.answer(old.invoked());
            client.outcome();
            FakeWorker compiler = bench.launcher.ready();
            int id = compiler.invoked();
            compiler.send(id, new Message.Call.Method(1, "KV", "put", "[]"));
            assertThat(compiler.next().message()).isInstanceOf(Message.Result.Refused.class);
        }
    }

    @Test
    void aReplayTellsNotWhoAsked() {
        try (Bench bench = new Bench("spare", "false", "jit.window", "300ms", "jit.from-cores", "0.000001")) {
            FakeWorker old = bench.launcher.ready();
            var request = Bench.request("a", Trust.standard);
            RecordingClient client = bench.invoke(new InvocationRequest(
                    request.version(),
                    request.limits(),
                    request.traceparent(),
                    "GET",
                    request.url(),
                    List.of("cookie", "c", "accept", "*/*", "authorization", "a"),
                    request.body()));
            old.answer(old.invoked());
            client.outcome();
            var replay = (Message.Invoke)
                    bench.launcher.ready().next(FrameType.INVOKE).message();
            assertThat(replay.headers()).containsExactly("accept", "*/*");
        }
    }

    @Test
    void whatMadeCallsIsNotReplayed() {
        try (Bench bench = new Bench("spare", "false", "jit.window", "200ms", "jit.from-cores", "0.000001")) {
            FakeWorker worker = bench.launcher.ready();
            for (int i = 0; i < 5; i++) {
                RecordingClient client = bench.invoke("a");
                int id = worker.invoked();
                worker.send(id, new Message.Call.Method(1, "KV", "get", "[]"));
                client.reply().returned("1");
                worker.answer(id);
                client.outcome();
            }
            Bench.until("the window passed", new Passing(600)::over);
            assertThat(bench.launcher.launched).isEmpty();
        }
    }

    private record Passing(long startNs, long ms) {
        Passing(long ms) {
            this(System.nanoTime(), ms);
        }

        boolean over() {
            return System.nanoTime() - startNs > ms * 1_000_000;
        }
    }
}
