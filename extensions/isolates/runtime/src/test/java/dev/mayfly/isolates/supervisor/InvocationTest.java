package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.End;
import dev.mayfly.isolates.frames.Message.Then;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One invocation on a sound worker: bodies both ways, calls, ends. */
class InvocationTest {
    private final Bench bench = new Bench("stop-grace", "20s");
    private final FakeWorker worker = bench.launcher.ready();

    @AfterEach
    void close() {
        worker.kill();
        bench.close();
    }

    @Test
    void anAnswerReachesItsClientWithItsUse() {
        RecordingClient client = bench.invoke("a");
        worker.answer(worker.invoked());
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        assertThat(client.told).containsExactly("head 200", "ended");
        assertThat(client.usage.cpuNs()).isEqualTo(1_000_000);
        assertThat(client.usage.started()).isEqualTo(1);
        assertThat(client.usage.worker()).isEqualTo("worker-1");
    }

    @Test
    void callbacksComeOnTheCallersContext() throws Exception {
        CompletableFuture<Boolean> same = new CompletableFuture<>();
        var context = Bench.vertx.getOrCreateContext();
        context.runOnContext(v -> bench.host.invoke(Bench.request("a", Trust.standard), new EndClient() {
            @Override
            public void ended(Outcome outcome, Usage usage) {
                same.complete(io.vertx.core.Vertx.currentContext() == context);
            }
        }));
        worker.answer(worker.invoked());
        assertThat(same.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDeploymentIsSentOnce() {
        for (int i = 0; i < 3; i++) {
            RecordingClient client = bench.invoke("a");
            var first = worker.next();
            assertThat(first.type()).isEqualTo(i == 0 ? FrameType.DEPLOY : FrameType.INVOKE);
            worker.answer(i == 0 ? worker.invoked() : first.id());
            client.outcome();
        }
    }

    @Test
    void creditIsGivenBackAsTheClientConsumes() {
        RecordingClient client = new RecordingClient();
        Invocation invocation = bench.invoke(client, "a");
        int id = worker.invoked();
        worker.send(id, new Message.Head(200, "", new String[0], Body.STREAMED));
        byte[] piece = new byte[Frames.CHUNK_MAX];
        for (int i = 0; i < 4; i++) worker.send(id, new Message.Data(Frames.RESPONSE_BODY, Then.MORE, piece));
        Bench.until("all pieces came", () -> client.responseBytes == Frames.INITIAL_CREDIT);
        assertThat(worker.received).isEmpty();
        invocation.responseConsumed(Frames.CHUNK_MAX);
        assertThat(worker.next().message()).isEqualTo(new Message.Credit(Frames.RESPONSE_BODY, Frames.CHUNK_MAX));
        worker.send(id, new Message.Data(Frames.RESPONSE_BODY, Then.END, piece)).done(id);
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void aClientCannotConsumeWhatNeverCame() {
        RecordingClient client = new RecordingClient();
        Invocation invocation = bench.invoke(client, "a");
        int id = worker.invoked();
        worker.send(id, new Message.Head(200, "", new String[0], Body.STREAMED));
        worker.send(id, new Message.Data(Frames.RESPONSE_BODY, Then.MORE, new byte[40_000]));
        Bench.until("it came", () -> client.responseBytes == 40_000);
        invocation.responseConsumed(1 << 30);
        assertThat(worker.next().message()).isEqualTo(new Message.Credit(Frames.RESPONSE_BODY, 40_000));
    }

    @Test
    void aStreamedRequestNeverOutrunsItsCredit() {
        RecordingClient client = new RecordingClient();
        Invocation invocation = bench.host.invoke(
                Bench.request(Bench.version("a", Trust.standard), Limits.DEFAULT, new RequestBody.Streamed()), client);
        int id = worker.invoked();
        assertThat(client.told()).isEqualTo("wants " + Frames.INITIAL_CREDIT);
        invocation.requestBody(new byte[Frames.INITIAL_CREDIT + 1000]);
        invocation.requestBodyEnd();
        for (int i = 0; i < 4; i++)
            assertThat(((Message.Data) worker.next().message()).bytes()).hasSize(Frames.CHUNK_MAX);
        worker.send(id, new Message.Credit(Frames.REQUEST_BODY, 5000));
        Message.Data last = (Message.Data) worker.next().message();
        assertThat(last.bytes()).hasSize(1000);
        assertThat(last.then()).isEqualTo(Then.END);
    }

    @Test
    void aClientThatDoesNotListenBreaksItsStream() {
        Invocation invocation = bench.host.invoke(
                Bench.request(Bench.version("a", Trust.standard), Limits.DEFAULT, new RequestBody.Streamed()),
                new RecordingClient());
        int id = worker.invoked();
        for (int i = 0; i < 20; i++) invocation.requestBody(new byte[Frames.CHUNK_MAX]);
        worker.send(id, new Message.Credit(Frames.REQUEST_BODY, 1000));
        Message.Data data = (Message.Data) worker.next(FrameType.DATA).message();
        while (data.then() == Then.MORE)
            data = (Message.Data) worker.next(FrameType.DATA).message();
        assertThat(data.then()).isEqualTo(Then.BROKEN);
    }

    @Test
    void aLargeWholeBodyTravelsAsAStream() {
        byte[] body = new byte[Frames.INLINE_BODY_MAX + 1];
        RecordingClient client = bench.invoke(
                Bench.request(Bench.version("a", Trust.standard), Limits.DEFAULT, new RequestBody.Whole(body)));
        var invoke = worker.next(FrameType.INVOKE);
        assertThat(((Message.Invoke) invoke.message()).body()).isEqualTo(Body.STREAMED);
        int sent = 0;
        Message.Data data;
        do {
            data = (Message.Data) worker.next().message();
            sent += data.bytes().length;
        } while (data.then() == Then.MORE);
        assertThat(sent).isEqualTo(body.length);
        worker.answer(invoke.id());
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        assertThat(client.wanted).isZero();
    }

    @Test
    void aCallIsAnsweredOnce() {
        RecordingClient client = bench.invoke("a");
        int id = worker.invoked();
        worker.send(id, new Message.Call.Method(1, "KV", "read", "[]"));
        var reply = client.reply();
        reply.returned("1");
        reply.returned("2");
        reply.refused("x", "y");
        assertThat(worker.next().message()).isEqualTo(new Message.Result.Returned(1, "1"));
        worker.answer(id);
        client.outcome();
        assertThat(worker.received).isEmpty();
    }

    @Test
    void aResultOverTheLargestFrameIsARefusal() {
        RecordingClient client = bench.invoke("a");
        int id = worker.invoked();
        worker.send(id, new Message.Call.Method(1, "KV", "read", "[]"));
        client.reply().returned("x".repeat(Frames.MAX_LENGTH));
        assertThat(worker.next().message())
                .isInstanceOfSatisfying(
                        Message.Result.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("too-large"));
    }

    @Test
    void aBundleOverTheLargestFrameIsRefused() {
        RecordingClient client = bench.invoke(Bench.request(
                Bench.code("a", Trust.standard, "x".repeat(Frames.MAX_LENGTH)),
                Limits.DEFAULT,
                new RequestBody.None()));
        assertThat(client.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("too-large"));
        RecordingClient after = bench.invoke("a");
        worker.answer(worker.invoked());
        assertThat(after.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void aFetchStreamsBothWays() {
        RecordingClient client = new RecordingClient();
        var got = new RecordingCallBody();
        client.callBody = got;
        bench.invoke(client, "a");
        int id = worker.invoked();
        worker.send(id, new Message.Call.Fetch(1, "POST", "http://x.example/", "follow", new String[0], Body.STREAMED));
        var reply = client.reply();
        worker.send(id, new Message.Data(2, Then.END, new byte[50_000]));
        assertThat(got.next()).isEqualTo("piece 50000");
        assertThat(got.next()).isEqualTo("end");
        reply.response(200, "OK", "http://x.example/", false, new String[0], new BodyComing.Streamed());
        assertThat(worker.next().type()).isEqualTo(FrameType.RESULT);
        assertThat(got.next()).isEqualTo("wants " + Frames.INITIAL_CREDIT);
        reply.body(new byte[10]);
        assertThat(((Message.Data) worker.next().message()).stream()).isEqualTo(3);
        worker.send(id, new Message.Credit(3, 10));
        assertThat(got.next()).isEqualTo("wants 10");
        worker.send(id, new Message.HangUp(1));
        assertThat(got.next()).isEqualTo("hungUp");
        reply.body(new byte[10]);
        worker.answer(id);
        client.outcome();
        assertThat(worker.received).isEmpty();
    }

    @Test
    void aClientThatLeavesIsToldToTheWorker() {
        RecordingClient client = new RecordingClient();
        var invocation = bench.invoke(client, "a");
        int id = worker.invoked();
        invocation.clientGone();
        assertThat(worker.next().type()).isEqualTo(FrameType.ABORT);
        worker.done(id);
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void anEndByALimitIsToldAndBreaksTheAnswer() {
        RecordingClient client = bench.invoke("a");
        int id = worker.invoked();
        worker.send(id, new Message.Head(200, "", new String[0], Body.STREAMED));
        worker.send(id, FakeWorker.done(End.EXHAUSTED, "heap"));
        assertThat(client.outcome()).isEqualTo(new Outcome.Exhausted("heap", 7, 5));
        assertThat(client.told).containsExactly("head 200", "broken", "ended");
    }

    @Test
    void aFailureTellsTheAuthorWhere() {
        RecordingClient client = bench.invoke("a");
        worker.send(
                worker.invoked(),
                new Message.Done(
                        End.FAILED,
                        "threw",
                        0,
                        0,
                        "{\"name\":\"TypeError\",\"message\":\"m\",\"stack\":\"s\",\"file\":\"a.js\",\"line\":3,\"column\":9}",
                        0,
                        0,
                        0,
                        0,
                        0));
        var failed = (Outcome.Failed) client.outcome();
        assertThat(failed.code()).isEqualTo("threw");
        assertThat(failed.error().file()).contains("a.js");
        assertThat(failed.error().line()).contains(3);
    }

    @Test
    void aBundleIsInspected() {
        var bundle = new Bundle("index.js", List.of());
        var handlers = bench.host.inspect("a", bundle, Limits.DEFAULT).subscribeAsCompletionStage();
        int id = worker.invoked();
        worker.send(id, new Message.Done(End.OK, "", 0, 0, "{\"handlers\":[\"fetch\"]}", 0, 0, 0, 0, 0));
        assertThat(handlers.join()).containsExactly("fetch");
    }

    @Test
    void aBadBundleIsRefusedWithItsPlace() {
        var bundle = new Bundle("index.js", List.of());
        var handlers = bench.host.inspect("a", bundle, Limits.DEFAULT);
        var result = handlers.subscribeAsCompletionStage();
        worker.send(
                worker.invoked(),
                new Message.Done(
                        End.FAILED,
                        "syntax",
                        0,
                        0,
                        "{\"message\":\"Expected ;\",\"line\":2,\"column\":5}",
                        0,
                        0,
                        0,
                        0,
                        0));
        assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(Problem.BadBundle.class, problem -> {
                    assertThat(problem.code()).isEqualTo("syntax");
                    assertThat(problem.file()).isEqualTo("index.js");
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.column()).isEqualTo(5);
                });
    }

    @Test
    void aBundleThatReachesALimitIsRefusedWhereItWas() {
        assertThat(exhausted("{\"file\":\"b.js\",\"line\":7,\"column\":3}"))
                .extracting(Problem.BadBundle::file, Problem.BadBundle::line, Problem.BadBundle::column)
                .containsExactly("b.js", 7, 3);
        assertThat(exhausted(""))
                .extracting(Problem.BadBundle::file, Problem.BadBundle::line, Problem.BadBundle::column)
                .containsExactly("index.js", 0, 0);
    }

    private Problem.BadBundle exhausted(String detail) {
        var result = bench.host
                .inspect("a", new Bundle("index.js", List.of()), Limits.DEFAULT)
                .subscribeAsCompletionStage();
        worker.send(worker.invoked(), new Message.Done(End.EXHAUSTED, "cpu", 2, 1, detail, 0, 0, 0, 0, 0));
        return (Problem.BadBundle) result.handle((handlers, failure) -> failure).join();
    }

    @Test
    void anInspectionWithoutResultIsNotBelieved() {
        var result = bench.host
                .inspect("a", new Bundle("index.js", List.of()), Limits.DEFAULT)
                .subscribeAsCompletionStage();
        worker.done(worker.invoked());
        assertThat(worker.wasKilled()).isTrue();
        assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void aStopWaitsForWhatIsUnderWayAndRefusesTheRest() throws Exception {
        RecordingClient client = bench.invoke("a");
        int id = worker.invoked();
        var stop = CompletableFuture.runAsync(bench.host::close);
        Bench.until("refused", () -> {
            RecordingClient late = bench.invoke("a");
            Bench.until("an end or a start", () -> late.outcome.isDone() || !worker.received.isEmpty());
            if (!late.outcome.isDone()) worker.answer(worker.invoked());
            return late.outcome() instanceof Outcome.Refused;
        });
        worker.answer(id);
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        stop.get(10, TimeUnit.SECONDS);
        assertThat(worker.wasKilled()).isTrue();
    }
}
