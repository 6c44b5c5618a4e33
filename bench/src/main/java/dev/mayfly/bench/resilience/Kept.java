package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.ProcessTree;
import dev.mayfly.bench.harness.RouterProcess;
import dev.mayfly.bench.harness.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * kill -9 of control plane, PostgreSQL and Redis: a router serves on under load, also after a start of its own, and follows again when
 * they are back.
 */
final class Kept extends Ordeal {
    private static final int FUNCTIONS = 10;
    private static final int CONNECTIONS = 8;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration WITHOUT = Duration.ofMinutes(2);
    private static final Duration AFTER_START = Duration.ofSeconds(30);
    private static final Duration BACK = Duration.ofSeconds(20);
    private static final long CAUGHT_UP_MS_MAX = 10_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Kept(Path root) throws IOException {
        super(root);
    }

    @Override
    protected String name() {
        return "kept";
    }

    @Override
    protected void run() throws Exception {
        Path data = Files.createTempDirectory(scratch, "data");
        int port = Server.freePort();
        int redisPort = Server.freePort();
        int routerPort = Server.freePort();
        Server control = start(data, port);
        for (int i = 0; i < FUNCTIONS; i++) control.platform().deploy("demo", "kept-" + i, code(i, "first"), "");
        Process redis = redis(data, redisPort);
        try (RouterProcess router = router(data, port, redisPort, routerPort)) {
            router.start();
            router.await(health -> RouterProcess.isUp(health) && health.contains("\"rates\": \"shared\""));
            warm(routerPort);
            load("all is there", routerPort, BACK);

            int killed = kill(control, redis);
            control.close();
            say("%d processes killed: control plane, its workers, PostgreSQL, Redis", killed);
            load("without them", routerPort, WITHOUT);
            String told = router.health();
            expect(RouterProcess.isUp(told), "the router is not ready without them: %s", told);
            expect(told.contains("silent"), "its health does not say that the control plane is silent: %s", told);

            router.close();
            long began = System.nanoTime();
            router.start();
            router.await(RouterProcess::isUp);
            say("the router is started again without them, ready after %.1f s", seconds(began));
            expect(router.health().contains("kept, of"), "its health does not say what it serves: %s", router.health());
            load("and after a start", routerPort, AFTER_START);
            for (int i = 0; i < FUNCTIONS; i++)
                expect(call(routerPort, i).equals("first " + i), "kept-%d answers %s", i, call(routerPort, i));

            redis = redis(data, redisPort);
            try (Server again = start(data, port)) {
                again.platform().deploy("demo", "kept-0", code(0, "second"), "");
                began = System.nanoTime();
                while (!call(routerPort, 0).equals("second 0") && seconds(began) < 60) TimeUnit.MILLISECONDS.sleep(20);
                double caughtUp = seconds(began) * 1000;
                say("they are back; what was deployed then is served after %.0f ms", caughtUp);
                expect(caughtUp <= CAUGHT_UP_MS_MAX, "it took %.0f ms to catch up", caughtUp);
                router.await(
                        health -> health.contains("\"rates\": \"shared\"") && health.contains("\"control plane\""));
                load("they are back", routerPort, BACK);
            }
        } finally {
            redis.destroyForcibly();
        }
    }

    private static String code(int number, String version) {
        return "export default { fetch() { return new Response('%s %d'); } };".formatted(version, number);
    }

    private RouterProcess router(Path data, int control, int redis, int port) throws IOException {
        return new RouterProcess(
                root,
                scratch.resolve("router.log"),
                Map.of(
                        "MAYFLY_BINDINGS_PLATFORM_TOKEN",
                        Files.readString(data.resolve("platform-token")).strip(),
                        "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                        "http://127.0.0.1:" + control,
                        "QUARKUS_REDIS_EDGE_HOSTS",
                        "redis://127.0.0.1:" + redis),
                List.of(
                        "mayfly.edge.keep.directory=" + scratch.resolve("keep"),
                        "mayfly.edge.rate.function=1000000/10s",
                        "mayfly.edge.resync=500ms"),
                port,
                Server.freePort());
    }

    /** The program that Mayfly brings, on a port that stays the same. */
    private Process redis(Path data, int port) throws IOException {
        try (var files = Files.walk(data.resolve("programs"))) {
            Path program = files.filter(file ->
                            file.getFileName().toString().startsWith("redis-server") && Files.isExecutable(file))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
            return new ProcessBuilder(
                            "setpriv",
                            "--pdeathsig",
                            "KILL",
                            "--",
                            program.toString(),
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port),
                            "--save",
                            "")
                    .directory(scratch.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            scratch.resolve("redis.log").toFile()))
                    .start();
        }
    }

    private static int kill(Server control, Process redis) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-9"));
        new ProcessTree(control.process()).members().forEach(member -> command.add("" + member.pid()));
        command.add("" + redis.pid());
        new ProcessBuilder(command).inheritIO().start().waitFor();
        redis.waitFor();
        return command.size() - 2;
    }

    private void warm(int port) throws Exception {
        for (int i = 0; i < 50 * FUNCTIONS; i++) call(port, i % FUNCTIONS);
    }

    private void load(String when, int port, Duration time) throws Exception {
        Load.Target target = new Load.Target(List.of(port), "kept-1.demo.localhost", "/", Path.of("-"));
        Load.Sample sample = Load.sample(target, CONNECTIONS, time, PAUSE, () -> false);
        say(
                "%-20s %4d s %7d answered %4d failed, %s",
                when,
                time.toSeconds(),
                sample.latenciesNs().length,
                sample.failed(),
                percentiles(sample.latenciesNs()));
        expect(sample.failed() == 0, "%s: %d requests failed", when, sample.failed());
        expect(sample.latenciesNs().length > 0, "%s: nothing was answered", when);
    }

    private String call(int port, int number) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/@demo/kept-%d/".formatted(port, number)))
                .timeout(Duration.ofSeconds(60))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
