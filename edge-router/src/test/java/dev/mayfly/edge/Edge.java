package dev.mayfly.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.testing.As;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.edge.regions.PlayedRegion;
import dev.mayfly.edge.snapshot.Snapshot;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;

/** What tests do to the router: deploy, wait, speak HTTP by hand. */
@Singleton
public class Edge {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Egress LOOPBACK = new Egress(Egress.Mode.open, List.of("127.0.0.0/8"));
    private static final AtomicInteger VERSIONS = new AtomicInteger();

    final TestDeployments deployments;
    final Snapshot snapshot;
    final ScriptedHost host;
    private final ReactiveRedisDataSource redis;

    Edge(
            TestDeployments deployments,
            Snapshot snapshot,
            ScriptedHost host,
            @RedisClientName("edge") ReactiveRedisDataSource redis) {
        this.deployments = deployments;
        this.snapshot = snapshot;
        this.host = host;
        this.redis = redis;
    }

    /** Deploys a function that is played by a script, and waits until it is live. */
    void scripted(String function, ScriptedHost.Script script) {
        host.script(function, script);
        live(deployment("demo", function, "export default {}", Egress.OPEN));
    }

    void scripted(String function, Egress egress, ScriptedHost.Script script) {
        host.script(function, script);
        live(deployment("demo", function, "export default {}", egress));
    }

    Deployment deployment(String account, String function, String code, Egress egress, String... routes) {
        String version = "v" + VERSIONS.incrementAndGet();
        String hash = "hash-" + version;
        deployments.bundle(hash, Uni.createFrom().item(bundle(code)));
        return deployment(account, function, version, hash, egress, routes);
    }

    static Bundle bundle(String code) {
        return new Bundle(
                "index.js",
                List.of(new Bundle.Module("index.js", Bundle.Kind.esm, code.getBytes(StandardCharsets.UTF_8))));
    }

    static Deployment deployment(
            String account, String function, String version, String hash, Egress egress, String... routes) {
        return new Deployment(
                account,
                function,
                version,
                hash,
                Trust.standard,
                Map.<String, JsonNode>of(),
                Map.of("SECRET", "s3cret"),
                List.of(new BindingRef("INVOCATIONS", "invocations")),
                Limits.DEFAULT,
                Optional.empty(),
                egress,
                List.of(routes),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** Of a function that names these regions. */
    Deployment placed(String account, String function, String... regions) {
        Deployment plain = deployment(account, function, "export default {}", Egress.OPEN);
        return new Deployment(
                plain.account(),
                plain.function(),
                plain.version(),
                plain.bundle(),
                plain.trust(),
                plain.vars(),
                plain.secrets(),
                plain.bindings(),
                plain.limits(),
                plain.rates(),
                plain.egress(),
                plain.routes(),
                plain.routesOnly(),
                plain.candidate(),
                Optional.of(new Placement(List.of(regions), "none")));
    }

    /** Another region, which is there until it is closed. */
    static PlayedRegion played(String name) throws Exception {
        URI url = URI.create(
                ConfigProvider.getConfig().getValue("mayfly.edge.regions.%s.urls".formatted(name), String.class));
        return new PlayedRegion(name, url.getPort(), EdgeResources.PLATFORM_TOKEN).start();
    }

    void live(Deployment deployment) {
        publish(deployments.deployed(deployment));
        await(() -> serves(deployment));
    }

    boolean serves(Deployment deployment) {
        return snapshot.routes()
                .function(deployment.account(), deployment.function())
                .filter(f -> f.version().equals(deployment.version()))
                .isPresent();
    }

    void publish(long revision) {
        redis.pubsub(String.class)
                .publish(Deployments.CHANNEL, Long.toString(revision))
                .await()
                .atMost(PATIENCE);
    }

    /** A contract of the router's over HTTP, for the account's tokens and those of others. */
    static <C> Face<C> face(Class<C> contract, String account) {
        return Face.http(
                contract,
                URI.create("http://localhost:" + port()),
                Map.of(
                        As.OWNER, TestAuthenticator.token(account),
                        As.READER, TestAuthenticator.reader(account),
                        As.STRANGER, TestAuthenticator.token("not-" + account),
                        As.OPERATOR, TestAuthenticator.token("everybody"),
                        As.PLATFORM, EdgeResources.PLATFORM_TOKEN));
    }

    /** Somebody asks for a flag of that app, whether or not there is one. */
    static void askFlag(String account, String app, String targetingKey) {
        RestAssured.given()
                .header("Authorization", "Bearer " + TestAuthenticator.with("flags:read", account))
                .header("Flagd-Selector", app)
                .contentType(ContentType.JSON)
                .body(Map.of("context", Map.of("targetingKey", targetingKey)))
                .post("/ofrep/v1/evaluate/flags")
                .then()
                .statusCode(200);
    }

    static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    }

    /** Sends text and reads until the connection ends. */
    static String raw(String request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }
}
