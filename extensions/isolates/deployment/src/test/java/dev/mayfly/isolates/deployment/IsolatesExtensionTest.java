package dev.mayfly.isolates.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.WorkerHost;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.QuarkusUnitTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The host as a bean of an application, with the worker that is shipped. */
class IsolatesExtensionTest {
    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .setArchiveProducer(() -> ShrinkWrap.create(JavaArchive.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("mayfly.isolates.spare", "false")
            .overrideConfigKey("mayfly.isolates.queue-deadline", "60s");

    @Inject
    IsolateHost host;

    @Inject
    IsolateConfig config;

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry registry;

    @Test
    void theBeanRunsFunctions() {
        var code = "export default { fetch() { return new Response('hi') } }".getBytes(StandardCharsets.UTF_8);
        var bundle = new Bundle("index.js", List.of(new Bundle.Module("index.js", Bundle.Kind.esm, code)));
        assertThat(host).isInstanceOf(WorkerHost.class);
        assertThat(host.inspect("demo", bundle, Limits.DEFAULT).await().atMost(Duration.ofSeconds(60)))
                .containsExactly("fetch");
        assertThat(host.status().serving()).isTrue();
        assertThat(registry.find("mayfly.isolates.worker.start").timer()).isNotNull();
    }

    @Test
    void vertxHasItsNativeTransport() {
        assertThat(vertx.isNativeTransportEnabled()).isTrue();
    }

    /** Without Quarkus the same defaults hold. */
    @Test
    void plainConfigHasTheSameDefaults() {
        IsolateConfig plain = IsolateConfig.of(Map.of());
        assertThat(plain.workersMax()).isEqualTo(config.workersMax());
        assertThat(plain.condemnedGrace()).isEqualTo(config.condemnedGrace());
        assertThat(plain.jit().fromCores()).isEqualTo(config.jit().fromCores());
        assertThat(plain.engine()).isEqualTo(config.engine());
        assertThat(plain.guestThreads()).isEqualTo(config.guestThreads());
    }
}
