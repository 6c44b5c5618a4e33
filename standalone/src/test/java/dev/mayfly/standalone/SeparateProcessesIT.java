package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static dev.mayfly.standalone.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.standalone.embedded.FreePort;
import dev.mayfly.standalone.embedded.PostgresServer;
import dev.mayfly.standalone.embedded.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journey on a control plane and an edge router in processes of their own, which share PostgreSQL, Redis and the platform's
 * token, and nothing else. The router hardly ever asks what changed, so what it knows it heard by Redis.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeparateProcessesIT extends Journey {
    private static final int LAST = Integer.MAX_VALUE;

    @TempDir
    static Path folder;

    private static DataDirectory data;
    private static PostgresServer postgres;
    private static RedisServer redis;
    private static ServiceProcess control;
    private static ServiceProcess router;
    private static MayflyClient client;

    @BeforeAll
    static void start() throws Exception {
        data = DataDirectory.open(folder.resolve("data"));
        var postgresPassword = data.irreplaceable("postgres-password").hex();
        var secretsKey = data.irreplaceable("secrets-key").base64();
        postgres = PostgresServer.start(data.postgres());
        redis = RedisServer.start(data.redis(), data.renewable("redis-password").hex());
        var token = data.renewable("token").hex();
        var platformToken = data.renewable("platform-token").hex();
        client = new MayflyClient(FreePort.onLoopback(), FreePort.onLoopback(), "demo", token);

        control = ServiceProcess.of(
                "control-plane",
                folder.resolve("control-plane.log"),
                client.controlPort(),
                Map.of(
                        "MAYFLY_BINDINGS_PLATFORM_TOKEN",
                        platformToken,
                        "MAYFLY_CONTROL_SECRETS_KEY",
                        secretsKey,
                        "MAYFLY_CONTROL_BOOTSTRAP_TOKEN",
                        token,
                        "MAYFLY_CONTROL_PUBLIC_URL",
                        "http://localhost:" + client.routerPort(),
                        "QUARKUS_DATASOURCE_CONTROL_USERNAME",
                        PostgresServer.USER,
                        "QUARKUS_DATASOURCE_CONTROL_PASSWORD",
                        postgresPassword,
                        "QUARKUS_DATASOURCE_CONTROL_JDBC_URL",
                        postgres.jdbcUrl(),
                        "QUARKUS_DATASOURCE_CONTROL_REACTIVE_URL",
                        postgres.reactiveUrl(),
                        "QUARKUS_REDIS_CONTROL_HOSTS",
                        redis.url()));
        router = ServiceProcess.of(
                "edge-router",
                folder.resolve("edge-router.log"),
                client.routerPort(),
                Map.of(
                        "MAYFLY_BINDINGS_PLATFORM_TOKEN",
                        platformToken,
                        "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                        "http://127.0.0.1:" + client.controlPort(),
                        "QUARKUS_REDIS_EDGE_HOSTS",
                        redis.url()));
        control.start();
        control.readySoon();
        router.start("-Dmayfly.edge.resync=1h");
        router.readySoon();
        client.done("PUT", "", "{}");
        deployUntilHeard();
    }

    /** The router is ready before Redis lets it listen; a word that came too early is said again. */
    private static void deployUntilHeard() throws Exception {
        var example = Path.of(System.getProperty("mayfly.root"), "functions/examples/hello/index.js");
        for (var attempt = 0; attempt < 20; attempt++) {
            client.deployed("hello", Files.readString(example));
            if (soon(Duration.ofSeconds(1), () -> client.get("hello", "/").statusCode() == 200)) return;
        }
        throw new AssertionError("the router hears nothing; it said:\n" + router.said());
    }

    @AfterAll
    static void stop() throws Exception {
        try (var directory = data;
                var database = postgres;
                var feed = redis;
                var one = control;
                var other = router) {
            // all of them end here, the last one first
        }
    }

    @Override
    MayflyClient mayfly() {
        return client;
    }

    @Test
    void wranglerDeploysToTheOneAndTailsWhatTheOtherSees() throws Exception {
        var wrangler = new Wrangler(client, Optional.of("demo"));
        var greeter = Wrangler.project("greeter");
        wrangler.run(greeter, "deploy", "--name", "apart").succeeded();
        client.answersSoon("apart", "/?name=Ada", "Hello, Ada!");
        try (var tail = wrangler.running(greeter, "tail", "apart", "--format", "json")) {
            eventually(() -> client.get("apart", "/log").body().equals("logged")
                    && tail.text().contains("looked at /log"));
        }
    }

    @Test
    @Order(LAST)
    void functionsAnswerWithoutTheControlPlaneAndAllIsThereAfterARestart() throws Exception {
        client.deployed("kept", "export default { fetch: (request, env) => new Response(env.KEY ?? 'none') };");
        client.done("PUT", "/functions/kept/secrets/KEY", "{\"value\":\"from the snapshot\"}");
        client.answersSoon("kept", "/", "from the snapshot");

        control.kill();
        assertThat(client.get("kept", "/").body()).isEqualTo("from the snapshot");
        assertThat(client.get("hello", "/?name=Ada").body()).isEqualTo("Hello, Ada!\n");
        assertThat(client.with("never seen").api("GET", "/invocations", "").statusCode())
                .as("nobody knows whose the token is, and nobody says it is wrong")
                .isEqualTo(503);

        router.kill();
        router.start("-Dmayfly.edge.resync=1s");
        control.start();
        control.readySoon();
        router.readySoon();
        assertThat(client.get("kept", "/").body()).isEqualTo("from the snapshot");
        assertThat(client.get("hello", "/?name=Ada").body()).isEqualTo("Hello, Ada!\n");
        client.deployed("kept", "export default { fetch: () => new Response('goes on') };");
        client.answersSoon("kept", "/", "goes on");
    }
}
