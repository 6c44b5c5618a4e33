package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions.Egress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a deployment becomes visible. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class SnapshotTest {
    @Inject
    Edge edge;

    @BeforeEach
    void script() {
        edge.host.script(
                "app",
                (request, client) -> answer(
                        client,
                        200,
                        request.version().version() + " " + request.version().env()));
    }

    @Test
    void publishedDeploymentIsLiveSoon() {
        edge.live(edge.deployment("demo", "app", "1", Egress.OPEN));
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            Deployment next = edge.deployment("demo", "app", "1", Egress.OPEN);
            long revision = edge.deployments.deployed(next);
            long start = System.nanoTime();
            edge.publish(revision);
            Edge.await(() -> edge.serves(next));
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(best)).isLessThan(200);
    }

    @Test
    void unpublishedChangeIsFoundByAsking() {
        Deployment next = edge.deployment("demo", "app", "1", Egress.OPEN);
        edge.deployments.deployed(next);
        Edge.await(() -> edge.serves(next));
    }

    @Test
    void oldVersionAnswersUntilTheNewOnesCodeIsThere() {
        Deployment old = edge.deployment("demo", "app", "1", Egress.OPEN);
        edge.live(old);
        CompletableFuture<Bundle> code = new CompletableFuture<>();
        edge.deployments.bundle("late", Uni.createFrom().completionStage(code));
        Deployment next = Edge.deployment("demo", "app", "late-1", "late", Egress.OPEN);
        edge.publish(edge.deployments.deployed(next));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger failures = new AtomicInteger();
        Thread load = Thread.startVirtualThread(() -> {
            while (!stop.get()) {
                int status =
                        given().header("Host", "app.demo.localhost").get("/").statusCode();
                if (status != 200) failures.incrementAndGet();
            }
        });
        get().body(containsString(old.version()));
        code.complete(Edge.bundle("1"));
        Edge.await(() -> edge.serves(next));
        get().body(containsString("late-1"));
        stop.set(true);
        Edge.await(() -> !load.isAlive());
        assertThat(failures).hasValue(0);
    }

    @Test
    void versionWhoseCodeDoesNotComeLeavesTheOldOneAndIsTriedAgain() {
        Deployment old = edge.deployment("demo", "app", "1", Egress.OPEN);
        edge.live(old);
        Deployment next = Edge.deployment("demo", "app", "missing-1", "missing", Egress.OPEN);
        int asked = edge.deployments.asked.get();
        edge.publish(edge.deployments.deployed(next));
        Edge.await(() -> edge.deployments.asked.get() > asked);
        get().body(containsString(old.version()));
        edge.deployments.bundle("missing", Uni.createFrom().item(Edge.bundle("1")));
        Edge.await(() -> edge.serves(next));
    }

    @Test
    void removedFunctionIsGone() {
        edge.live(edge.deployment("demo", "leaving", "1", Egress.OPEN));
        edge.publish(edge.deployments.removed("demo", "leaving"));
        Edge.await(() -> edge.snapshot.routes().function("demo", "leaving").isEmpty());
        given().header("Host", "leaving.demo.localhost").get("/").then().statusCode(404);
    }

    @Test
    void functionIsGivenItsSecretsAndBindings() {
        edge.live(edge.deployment("demo", "app", "1", Egress.OPEN));
        get().body(containsString("\"secrets\":{\"SECRET\":\"s3cret\"}"))
                .body(containsString("\"bindings\":{\"INVOCATIONS\":{\"type\":\"invocations\""));
    }

    @Test
    void nonsenseOnTheFeedDoesNoHarm() {
        edge.publish(-1);
        Deployment next = edge.deployment("demo", "app", "1", Egress.OPEN);
        edge.live(next);
        get().statusCode(is(200));
    }

    private static io.restassured.response.ValidatableResponse get() {
        return given().header("Host", "app.demo.localhost").get("/").then();
    }
}
