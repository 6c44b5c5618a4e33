package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.rollouts.Rollouts.Count;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two versions of a function side by side. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class RolloutsTest {
    @Inject
    Edge edge;

    @Inject
    TestRollouts reports;

    private Deployment stable;
    private String rollout;

    @BeforeEach
    void deployed() {
        edge.host.script("rolling", (request, client) -> {
            int status = request.url().endsWith("/break") ? 503 : 200;
            return answer(client, status, request.version().version());
        });
        stable = edge.deployment("demo", "rolling", "1", Egress.OPEN);
        rollout = UUID.randomUUID().toString();
    }

    @Test
    void shareDecidesWithoutAKey() {
        rollOut(0, "none");
        assertThat(versions(50, request -> request)).containsOnly(stable.version());
        rollOut(10_000, "none");
        assertThat(versions(50, request -> request)).doesNotContain(stable.version());
        rollOut(5_000, "none");
        List<String> met = versions(200, request -> request);
        assertThat(met.stream().filter(stable.version()::equals).count()).isBetween(50L, 150L);
    }

    @Test
    void equalKeysMeetOneVersion() {
        rollOut(5_000, "none");
        for (String header : List.of("Mayfly-Version-Key", "Cloudflare-Workers-Version-Key")) sticky(header, "");
        rollOut(5_000, "header:X-User");
        sticky("x-user", "");
        rollOut(5_000, "cookie:user");
        sticky("Cookie", "a=1; user=");
        rollOut(5_000, "ip");
        assertThat(Set.copyOf(versions(20, request -> request))).hasSize(1);
    }

    @Test
    void keyThatTheClientNamesGoesBeforeOthers() {
        rollOut(5_000, "cookie:user");
        Set<String> met = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            String key = "key-" + i;
            met.addAll(versions(
                    1, request -> request.header("Mayfly-Version-Key", key).header("Cookie", "user=same")));
        }
        assertThat(met).hasSize(2);
    }

    @Test
    void keyStaysWithTheCandidateWhileTheShareGrows() {
        Set<String> moved = new HashSet<>();
        for (int share : new int[] {100, 2_000, 5_000, 10_000}) {
            rollOut(share, "none");
            for (int i = 0; i < 30; i++) {
                String key = "key-" + i;
                boolean now = !versions(1, request -> request.header("Mayfly-Version-Key", key))
                        .contains(stable.version());
                assertThat(now || !moved.contains(key))
                        .as("%s at %d", key, share)
                        .isTrue();
                if (now) moved.add(key);
            }
        }
        assertThat(moved).hasSize(30);
    }

    @Test
    void recordSaysWhichVersionRan() {
        Candidate candidate = rollOut(10_000, "none");
        String id = request(r -> r).get("/").then().extract().header("Mayfly-Invocation");
        Edge.await(() -> {
            var answer = given().header("Authorization", "Bearer " + TestAuthenticator.token("demo"))
                    .get("/v1/accounts/demo/invocations/" + id);
            return answer.statusCode() == 200 && candidate.version().equals(answer.path("version"));
        });
    }

    @Test
    void outcomesAreReportedUntilTheyAreTaken() {
        reports.toLose.set(2);
        rollOut(10_000, "none");
        for (int i = 0; i < 7; i++) request(r -> r).get("/").then().statusCode(200);
        for (int i = 0; i < 3; i++) request(r -> r).get("/break").then().statusCode(503);
        rollOut(0, "none");
        for (int i = 0; i < 5; i++) request(r -> r).get("/").then().statusCode(200);
        Edge.await(() -> reports.told(rollout)
                .filter(told -> told.candidate().equals(new Count(10, 3)))
                .filter(told -> told.stable().equals(new Count(5, 0)))
                .isPresent());
    }

    @Test
    void splitBeginsWhenTheCandidatesCodeIsThere() {
        edge.live(stable);
        CompletableFuture<Bundle> code = new CompletableFuture<>();
        edge.deployments.bundle("late-" + rollout, Uni.createFrom().completionStage(code));
        Deployment split = with(stable, candidate("late-" + rollout, 10_000, "none"));
        edge.publish(edge.deployments.deployed(split));
        request(r -> r).get("/").then().body(is(stable.version()));
        code.complete(Edge.bundle("1"));
        Edge.await(() -> !request(r -> r).get("/").asString().equals(stable.version()));
    }

    private Candidate rollOut(int share, String stickyBy) {
        Candidate candidate = candidate(stable.bundle(), share, stickyBy);
        edge.publish(edge.deployments.deployed(with(stable, candidate)));
        Edge.await(() -> edge.snapshot
                .routes()
                .function("demo", "rolling")
                .flatMap(function -> function.split())
                .filter(split -> split.rollout().equals(rollout) && split.share() == share)
                .filter(split -> split.stickyBy().toString().equalsIgnoreCase(stickyBy))
                .isPresent());
        return candidate;
    }

    private Candidate candidate(String bundle, int share, String stickyBy) {
        return new Candidate(
                rollout,
                share,
                stickyBy,
                "next-" + rollout,
                bundle,
                stable.vars(),
                stable.bindings(),
                stable.limits(),
                stable.rates(),
                stable.egress(),
                stable.placement());
    }

    private static Deployment with(Deployment stable, Candidate candidate) {
        return new Deployment(
                stable.account(),
                stable.function(),
                stable.version(),
                stable.bundle(),
                stable.trust(),
                stable.vars(),
                stable.secrets(),
                stable.bindings(),
                stable.limits(),
                stable.rates(),
                stable.egress(),
                stable.routes(),
                stable.routesOnly(),
                Optional.of(candidate),
                stable.placement());
    }

    /** Both versions are met by some key, and each key meets one of them. */
    private void sticky(String header, String before) {
        Set<String> met = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String key = before + "key-" + i;
            List<String> versions = versions(3, request -> request.header(header, key));
            assertThat(Set.copyOf(versions)).as("%s: %s", header, key).hasSize(1);
            met.addAll(versions);
        }
        assertThat(met).as(header).hasSize(2);
    }

    private static List<String> versions(int requests, UnaryOperator<RequestSpecification> with) {
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < requests; i++)
            versions.add(request(with).get("/").then().statusCode(200).extract().asString());
        return versions;
    }

    private static RequestSpecification request(UnaryOperator<RequestSpecification> with) {
        return with.apply(given().header("Host", "rolling.demo.localhost"));
    }
}
