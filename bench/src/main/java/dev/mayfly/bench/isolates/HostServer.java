package dev.mayfly.bench.isolates;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.InvocationRequest.RunnableVersion;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.WorkerHost;
import dev.mayfly.isolates.process.ProcessLauncher;
import dev.mayfly.isolates.supervisor.Events;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTTP, the isolate host and one worker, and nothing else: what of a request's cost is none of the router's. */
public final class HostServer {
    private static final String NO_TRACE = "00-00000000000000000000000000000000-0000000000000000-00";

    /** Where the worker runs. */
    enum Where {
        worker_process,
        in_process
    }

    private final IsolateHost host;
    private final Map<String, RunnableVersion> versions;

    private HostServer(IsolateHost host, Map<String, RunnableVersion> versions) {
        this.host = host;
        this.versions = versions;
    }

    /** {@code port workerHome tier scriptsFolder where}. */
    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        IsolateConfig config = IsolateConfig.of(Map.of(
                "mayfly.isolates.worker-home", args[1],
                "mayfly.isolates.engine", args[2],
                "mayfly.isolates.spare", "false"));
        Path scripts = Path.of(args[3]);
        var launcher = switch (Where.valueOf(args[4])) {
            case worker_process -> new ProcessLauncher(config);
            case in_process -> new InProcess();
        };
        WorkerHost host = new WorkerHost(vertx, config, launcher, Events.NONE);
        Runtime.getRuntime().addShutdownHook(new Thread(host::close));
        HostServer server =
                new HostServer(host, Map.of("hello", version(scripts, "hello"), "json", version(scripts, "json")));
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(args[0])))
                .requestHandler(server::answer)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static RunnableVersion version(Path scripts, String name) throws IOException {
        byte[] code = Files.readAllBytes(scripts.resolve(name + ".js"));
        return new RunnableVersion(
                name,
                "demo",
                name,
                "1",
                Trust.standard,
                "index.js",
                List.of(new Bundle.Module("index.js", Bundle.Kind.esm, code)),
                "{\"vars\":{},\"secrets\":{},\"bindings\":{}}");
    }

    private void answer(HttpServerRequest request) {
        String authority = String.valueOf(request.getHeader("host"));
        RunnableVersion version = versions.get(authority.split("\\.")[0]);
        if (version == null) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.body()
                .onSuccess(body -> invoke(request, version, authority, body))
                .onFailure(e -> request.response().setStatusCode(400).end());
    }

    private void invoke(HttpServerRequest request, RunnableVersion version, String authority, Buffer body) {
        List<String> headers = new ArrayList<>();
        request.headers().forEach((name, value) -> {
            headers.add(name.toLowerCase(Locale.ROOT));
            headers.add(value);
        });
        InvocationRequest invocation = new InvocationRequest(
                version,
                Limits.DEFAULT,
                NO_TRACE,
                request.method().name(),
                "http://" + authority + request.uri(),
                headers,
                body.length() == 0 ? new RequestBody.None() : new RequestBody.Whole(body.getBytes()));
        host.invoke(invocation, new WholeAnswer(request.response()));
    }
}
