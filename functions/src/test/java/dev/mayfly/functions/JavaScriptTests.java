package dev.mayfly.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.WorkerHost;
import dev.mayfly.isolates.frames.Message;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A worker process that runs test modules: each run is one invocation, whose answer is the list of results. */
final class JavaScriptTests implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = """
            import { runTests } from "mayfly:test";
            import "./index.test.js";

            export default { fetch: async () => Response.json(await runTests()) };
            """;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final WorkerHost host = new WorkerHost(
            vertx,
            IsolateConfig.of(Map.of(
                    "mayfly.isolates.queue-deadline",
                    "60s",
                    "mayfly.isolates.worker-home",
                    System.getProperty("mayfly.isolates.worker-home"),
                    "mayfly.isolates.spare",
                    "false")));

    /** Runs an example's {@code index.test.js} with its modules. */
    JsonNode run(Example example) {
        return run(example.name(), example.modules());
    }

    /** Runs one test module that needs no other. */
    JsonNode run(String testModule) {
        return run("inline", List.of(Example.module("index.test.js", testModule)));
    }

    /** Runs {@code index.test.js} of these modules. */
    JsonNode run(String name, List<Bundle.Module> modules) {
        return run(name, modules, List.of());
    }

    /** The same, of code that asks for these flags. */
    JsonNode run(String name, List<Bundle.Module> modules, List<Bundle.Flag> flags) {
        List<Bundle.Module> all = new ArrayList<>(modules);
        all.add(Example.module("mayfly-tests.js", MAIN));
        try {
            all.add(Example.module("mayfly:test", Files.readString(Path.of("harness/test.js"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Answer answer = new Answer();
        var version = version(name, "mayfly-tests.js", all, "{}", flags);
        var invocation = invoke(version, "GET", new InvocationRequest.RequestBody.None(), answer);
        answer.consumed = invocation::responseConsumed;
        try {
            return JSON.readTree(answer.whole.get(60, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new AssertionError("the tests of %s did not run: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Runs modules once, as a request would. */
    IsolateHost.Invocation invoke(
            String name,
            String main,
            List<Bundle.Module> modules,
            String env,
            String method,
            InvocationRequest.RequestBody body,
            InvocationClient client) {
        return invoke(version(name, main, modules, env, List.of()), method, body, client);
    }

    private static InvocationRequest.RunnableVersion version(
            String name, String main, List<Bundle.Module> modules, String env, List<Bundle.Flag> flags) {
        return new InvocationRequest.RunnableVersion(
                name + modules.hashCode(), "tests", name, "1", Trust.standard, main, modules, env, flags);
    }

    private IsolateHost.Invocation invoke(
            InvocationRequest.RunnableVersion version,
            String method,
            InvocationRequest.RequestBody body,
            InvocationClient client) {
        var request = new InvocationRequest(
                version,
                new Limits(30_000, 60_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100),
                "00-00000000000000000000000000000001-0000000000000001-00",
                method,
                "http://tests/",
                List.of(),
                body);
        return host.invoke(request, client);
    }

    @Override
    public void close() {
        host.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Collects the answer; a test that calls out is refused. */
    private static final class Answer implements InvocationClient {
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private volatile java.util.function.IntConsumer consumed = bytes -> {};

        @Override
        public void head(int status, String statusText, String[] headers, BodyComing coming) {
            if (coming instanceof BodyComing.Whole(byte[] bytes)) body.writeBytes(bytes);
        }

        @Override
        public void responseBody(byte[] piece) {
            body.writeBytes(piece);
            consumed.accept(piece.length);
        }

        @Override
        public void responseBodyEnd() {}

        @Override
        public void responseBodyBroken() {
            whole.completeExceptionally(new IllegalStateException("the answer broke off"));
        }

        @Override
        public void wantsRequestBody(int bytes) {}

        @Override
        public void fetch(Message.Call.Fetch fetch, Reply reply) {
            reply.refused("egress-denied", "tests of examples do not call out");
        }

        @Override
        public void call(Message.Call.Method method, Reply reply) {
            reply.refused("not-found", "tests of examples have no bindings");
        }

        @Override
        public void log(Message.Log line) {}

        @Override
        public void ended(Outcome outcome, Usage usage) {
            if (outcome instanceof Outcome.Answered) whole.complete(body.toByteArray());
            else whole.completeExceptionally(new IllegalStateException(outcome.toString()));
        }
    }
}
