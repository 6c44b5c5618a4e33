package dev.mayfly.edge.bots.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.edge.EdgeResources;
import dev.mayfly.edge.egress.Egress;
import dev.mayfly.edge.egress.EgressRules;
import dev.mayfly.edge.loops.Passes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys are fetched once, through egress, and no more of a directory than the bound. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class KeyDirectoriesTest {
    private static final String KEYS =
            "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs\"}]}";
    private static final String KEY = "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";

    @Inject
    Vertx vertx;

    @Inject
    Egress egress;

    @Inject
    Passes passes;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private volatile String answer = KEYS;
    private volatile int status = 200;

    @BeforeEach
    void publish() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void serve(HttpServerRequest request) {
        asked.incrementAndGet();
        if (!request.path().equals(KeyDirectories.PATH)) status = 404;
        request.response()
                .setStatusCode(status)
                .putHeader("location", "/elsewhere")
                .end(answer);
    }

    private KeyDirectories directories(String... allowed) {
        return new KeyDirectories(
                egress,
                new EgressRules(new Functions.Egress(Functions.Egress.Mode.open, List.of(allowed))),
                passes,
                Duration.ofHours(1));
    }

    private Optional<KeySet> of(KeyDirectories directories, String keyId) throws Exception {
        CompletableFuture<Optional<KeySet>> found = new CompletableFuture<>();
        String origin = "http://127.0.0.1:" + server.actualPort();
        vertx.getOrCreateContext()
                .runOnContext(v -> directories.of(origin, keyId).onSuccess(found::complete));
        return found.get(20, TimeUnit.SECONDS);
    }

    @Test
    void directoryIsAskedOnce() throws Exception {
        KeyDirectories directories = directories("127.0.0.1");
        assertThat(of(directories, KEY))
                .hasValueSatisfying(keys -> assertThat(keys.keys()).containsKey(KEY));
        assertThat(of(directories, KEY)).isPresent();
        assertThat(of(directories, "a key that it has not")).isPresent();
        assertThat(asked).hasValue(1);
    }

    @Test
    void privateAddressThatNobodyNamedIsNotAsked() throws Exception {
        assertThat(of(directories(), KEY)).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void directoryBeyondTheBoundIsNone() throws Exception {
        answer = KEYS + " ".repeat(KeyDirectories.BYTES_MAX);
        assertThat(of(directories("127.0.0.1"), KEY)).isEmpty();
    }

    @Test
    void redirectsAndErrorsAreNone() throws Exception {
        for (int other : new int[] {302, 404, 500, 204}) {
            status = other;
            assertThat(of(directories("127.0.0.1"), KEY)).as("%d", other).isEmpty();
        }
        assertThat(asked).hasValue(4);
    }

    @Test
    void failureIsRememberedToo() throws Exception {
        status = 500;
        KeyDirectories directories = directories("127.0.0.1");
        of(directories, KEY);
        assertThat(of(directories, KEY)).isEmpty();
        assertThat(asked).hasValue(1);
    }
}
