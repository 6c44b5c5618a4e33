package dev.mayfly.edge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.edge.EdgeResources;
import dev.mayfly.edge.snapshot.KeptSnapshot.Part;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a router finds again that was stopped. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class KeptSnapshotTest {
    private static final Optional<String> TOKEN = Optional.of("token-of-the-platform");
    private static final Bundle CODE = new Bundle(
            "a.js", List.of(new Bundle.Module("a.js", Bundle.Kind.esm, "code".getBytes(StandardCharsets.UTF_8))));

    private static final Function<String, Optional<Bundle>> NOT_AT_HAND = hash -> Optional.empty();

    @TempDir
    Path parent;

    @Inject
    ObjectMapper json;

    @Inject
    Vertx vertx;

    private Path folder;

    @BeforeEach
    void place() {
        folder = parent.resolve("kept");
    }

    @Test
    void whatIsServedIsFoundAgain() throws Exception {
        KeptSnapshot.Index index = new KeptSnapshot.Index(
                7, Instant.parse("2026-01-02T03:04:05Z"), List.of(deployment("one", "h1"), deployment("two", "h2")));
        try (var kept = open()) {
            assertThat(await(kept.last())).isEmpty();
            for (String hash : index.bundles()) await(kept.keep(hash, CODE));
            kept.changed(index, NOT_AT_HAND);
        }
        try (var kept = open()) {
            assertThat(await(kept.last())).contains(index);
            for (String hash : index.bundles()) {
                assertThat(kept.hasBundle(hash)).as(hash).isTrue();
                assertThat(json.valueToTree(await(kept.bundle(hash)).orElseThrow())
                                .toString())
                        .isEqualTo(json.valueToTree(CODE).toString());
            }
        }
    }

    /** Deployments come and go beside them. */
    @Test
    void flagsAndOriginsAreFoundAgain() throws Exception {
        try (var kept = open()) {
            assertThat(await(kept.last(Part.flags))).isEmpty();
            kept.changed(Part.flags, () -> "first".getBytes(StandardCharsets.UTF_8));
            kept.flush();
            kept.changed(Part.flags, () -> "last".getBytes(StandardCharsets.UTF_8));
            kept.changed(Part.origins, () -> "servers".getBytes(StandardCharsets.UTF_8));
            kept.changed(new KeptSnapshot.Index(1, Instant.EPOCH, List.of()), NOT_AT_HAND);
        }
        try (var kept = open()) {
            kept.changed(new KeptSnapshot.Index(2, Instant.EPOCH, List.of()), NOT_AT_HAND);
            kept.flush();
            assertThat(await(kept.last(Part.flags)))
                    .hasValueSatisfying(flags -> assertThat(flags).asString().isEqualTo("last"));
            assertThat(await(kept.last(Part.origins)))
                    .hasValueSatisfying(
                            origins -> assertThat(origins).asString().isEqualTo("servers"));
        }
    }

    @Test
    void codeThatNobodyServesAnyMoreGoes() throws Exception {
        try (var kept = open()) {
            await(kept.keep("old", CODE));
            await(kept.keep("next-new", CODE));
            await(kept.keep("new", CODE));
            kept.changed(new KeptSnapshot.Index(1, Instant.EPOCH, List.of(deployment("f", "old"))), NOT_AT_HAND);
        }
        try (var kept = open()) {
            kept.changed(new KeptSnapshot.Index(2, Instant.EPOCH, List.of(deployment("f", "new"))), NOT_AT_HAND);
            kept.flush();
            assertThat(kept.hasBundle("old")).isFalse();
            assertThat(kept.hasBundle("new")).isTrue();
            assertThat(kept.hasBundle("next-new")).isTrue();
        }
    }

    @Test
    void codeThatCameForWhatIsNotServedYetStays() throws Exception {
        try (var kept = open()) {
            await(kept.keep("coming", CODE));
            kept.changed(new KeptSnapshot.Index(1, Instant.EPOCH, List.of()), NOT_AT_HAND);
            kept.flush();
            assertThat(kept.hasBundle("coming")).isTrue();
        }
    }

    @Test
    void codeThatWasTouchedIsAskedForAndKeptAnew() throws Exception {
        try (var kept = open()) {
            await(kept.keep("h", CODE));
            Files.writeString(folder.resolve("bundle-h"), "mfk1 something else of some length");
            assertThat(await(kept.bundle("h"))).isEmpty();
            await(kept.keep("h", CODE));
            assertThat(await(kept.bundle("h"))).isPresent();
        }
    }

    /** As when the disk was full when it came. */
    @Test
    void codeThatCouldNotBeKeptIsKeptWithTheNextChange() throws Exception {
        try (var kept = open()) {
            kept.changed(
                    new KeptSnapshot.Index(1, Instant.EPOCH, List.of(deployment("f", "h"))),
                    hash -> Optional.of(CODE).filter(code -> hash.equals("h")));
            kept.flush();
            assertThat(await(kept.bundle("h"))).isPresent();
            assertThat(kept.hasBundle("next-h")).isFalse();
        }
    }

    @Test
    void namesThatAreNoHashesAreNotKept() throws Exception {
        try (var kept = open()) {
            for (String name : List.of("../out", "a/b", "", "x".repeat(129))) {
                await(kept.keep(name, CODE));
                assertThat(kept.hasBundle(name)).as(name).isFalse();
                assertThat(await(kept.bundle(name))).isEmpty();
            }
        }
        try (var files = Files.list(parent)) {
            assertThat(files).containsExactly(folder);
        }
    }

    @Test
    void diskThatFailsKeepsNobodyFromServing() throws Exception {
        try (var kept = open()) {
            Files.delete(folder.resolve("lock"));
            Files.delete(folder);
            await(kept.keep("h", CODE));
            kept.changed(new KeptSnapshot.Index(1, Instant.EPOCH, List.of()), NOT_AT_HAND);
            kept.flush();
            assertThat(await(kept.last())).isEmpty();
        }
    }

    @Test
    void settingsThatCannotWorkStopTheStart() throws IOException {
        assertThatThrownBy(() -> new KeptSnapshot(Optional.of(folder), Optional.empty(), json, vertx))
                .hasMessageContaining("mayfly.bindings.platform-token");
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> new KeptSnapshot(Optional.of(file), TOKEN, json, vertx))
                .hasMessageContaining("mayfly.edge.keep.directory must be a folder");
    }

    private KeptSnapshot open() {
        return new KeptSnapshot(Optional.of(folder), TOKEN, json, vertx);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private static Deployment deployment(String function, String hash) {
        Limits limits = Limits.DEFAULT;
        Optional<Rates> rates = Optional.of(new Rates(
                Optional.of(new Rate(1, 2)), Optional.empty(), Optional.empty(), Optional.of("header:x-key")));
        List<BindingRef> bindings = List.of(new BindingRef("LOG", "invocations"));
        return new Deployment(
                "demo",
                function,
                "v1",
                hash,
                Trust.standard,
                Map.of(),
                Map.of("KEY", "secret"),
                bindings,
                limits,
                rates,
                Egress.OPEN,
                List.of("a.example.com/*"),
                true,
                Optional.of(new Candidate(
                        "r1",
                        100,
                        "ip",
                        "v2",
                        "next-" + hash,
                        Map.of(),
                        bindings,
                        limits,
                        rates,
                        Egress.OPEN,
                        Optional.of(new Placement(List.of("fra"), "cookie:who")))),
                Optional.of(new Placement(List.of("fra", "iad"), "ip")));
    }
}
