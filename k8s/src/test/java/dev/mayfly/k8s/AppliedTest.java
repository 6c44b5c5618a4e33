package dev.mayfly.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applying overlays to an API server that keeps what it gets and checks nothing of it: that is {@link ValidityTest}'s. */
class AppliedTest {
    /** The mock tells each request; kept, as levels of loggers that nobody keeps are lost. */
    private static final Logger MOCK = Logger.getLogger(MockWebServer.class.getName());

    private KubernetesMockServer server;
    private KubernetesClient client;

    static List<Overlay> overlays() throws Exception {
        return ManifestsTest.overlays();
    }

    @BeforeEach
    void start() {
        MOCK.setLevel(Level.WARNING);
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
        client = server.createClient();
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whatWasAppliedIsToldAgainAsItWas(Overlay overlay) {
        for (var resource : overlay.resources()) client.resource(resource).create();
        for (var resource : overlay.resources()) assertThat(kept(resource)).isEqualTo(told(resource));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void applyingTwiceChangesNothing(Overlay overlay) {
        for (var resource : overlay.resources()) apply(resource);
        var before = overlay.resources().stream().map(this::kept).toList();
        for (var resource : overlay.resources()) apply(resource);
        assertThat(overlay.resources().stream().map(this::kept)).containsExactlyElementsOf(before);
    }

    /** All but the namespace itself stands in one, or it would land where the operator happens to be. */
    @ParameterizedTest
    @MethodSource("overlays")
    void everythingStandsInTheNamespace(Overlay overlay) {
        for (var resource : overlay.resources())
            if (!(resource instanceof Namespace))
                assertThat(resource.getMetadata().getNamespace())
                        .as(Overlay.subject(resource))
                        .isEqualTo("mayfly");
    }

    private void apply(HasMetadata resource) {
        client.resource(resource).createOr(NonDeletingOperation::update);
    }

    private String kept(HasMetadata resource) {
        return told(client.resource(resource).get());
    }

    /** Without what servers add. */
    private String told(HasMetadata resource) {
        var copy = client.getKubernetesSerialization().clone(resource);
        var metadata = copy.getMetadata();
        metadata.setUid(null);
        metadata.setResourceVersion(null);
        metadata.setGeneration(null);
        metadata.setCreationTimestamp(null);
        return client.getKubernetesSerialization().asYaml(copy);
    }
}
