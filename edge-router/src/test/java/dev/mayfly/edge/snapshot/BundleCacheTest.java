package dev.mayfly.edge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.edge.EdgeResources;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Needs a Vert.x of Quarkus around it, as contracts do. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class BundleCacheTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    ObjectMapper json;

    @Inject
    Vertx vertx;

    private final AtomicInteger asked = new AtomicInteger();

    private BundleCache cache(long bytesMax, Uni<Bundle> bundle) {
        Deployments deployments = (Deployments) Proxy.newProxyInstance(
                BundleCacheTest.class.getClassLoader(),
                new Class<?>[] {Deployments.class},
                (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    return bundle;
                });
        return new BundleCache(
                deployments, new KeptSnapshot(Optional.empty(), Optional.empty(), json, vertx), bytesMax, PATIENCE);
    }

    private static Bundle bundle(int bytes) {
        return new Bundle("a.js", List.of(new Bundle.Module("a.js", Bundle.Kind.esm, new byte[bytes])));
    }

    @Test
    void leastRecentlyUsedGoesFirst() {
        BundleCache cache = cache(3_000, Uni.createFrom().item(bundle(1_000)));
        load(cache, "a");
        load(cache, "b");
        assertThat(cache.find("a")).isPresent();
        load(cache, "c");
        assertThat(cache.find("a")).isPresent();
        assertThat(cache.find("b")).isEmpty();
        assertThat(cache.find("c")).isPresent();
    }

    @Test
    void bundleLargerThanAllIsServedAllTheSame() {
        BundleCache cache = cache(10, Uni.createFrom().item(bundle(1_000)));
        load(cache, "a");
        assertThat(cache.find("a")).isPresent();
    }

    @Test
    void thoseWhoWaitForTheSameAskOnce() {
        CompletableFuture<Bundle> code = new CompletableFuture<>();
        BundleCache cache = cache(10_000, Uni.createFrom().completionStage(code));
        var first = cache.load("a").subscribeAsCompletionStage();
        var second = cache.load("a").subscribeAsCompletionStage();
        code.complete(bundle(10));
        assertThat(first.join()).isSameAs(second.join());
        assertThat(asked).hasValue(1);
    }

    @Test
    void failureIsNotRemembered() {
        BundleCache cache = cache(10_000, Uni.createFrom().failure(new IllegalStateException("no")));
        for (int i = 0; i < 2; i++)
            assertThat(cache.load("a").onFailure().recoverWithNull().await().atMost(PATIENCE))
                    .isNull();
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatNobodyDeploysIsForgotten() {
        BundleCache cache = cache(10_000, Uni.createFrom().item(bundle(10)));
        load(cache, "a");
        load(cache, "b");
        cache.retain(Set.of("b"));
        assertThat(cache.find("a")).isEmpty();
        assertThat(cache.find("b")).isPresent();
    }

    private static void load(BundleCache cache, String hash) {
        cache.load(hash).await().atMost(PATIENCE);
    }
}
