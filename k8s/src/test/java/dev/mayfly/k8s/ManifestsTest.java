package dev.mayfly.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.k8s.Overlay.Pod;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a cluster would be told, looked at without one. */
class ManifestsTest {
    private static final Path ROOT = Path.of(System.getProperty("mayfly.root"));
    private static List<Overlay> overlays = List.of();

    static List<Overlay> overlays() throws Exception {
        if (overlays.isEmpty())
            overlays = List.of(
                    Overlay.of("base"),
                    Overlay.of("overlays/dev"),
                    Overlay.of("overlays/prod"),
                    Overlay.of("overlays/knative"));
        return overlays;
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyKeyIsOneThatKubernetesKnows(Overlay overlay) throws Exception {
        for (var resource : overlay.resources()) {
            assertThat(resource).isNotInstanceOf(GenericKubernetesResource.class);
            assertThat(Unknown.in(resource)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theNamespaceIsRestrictedAndAllPodsFitIn(Overlay overlay) {
        assertThat(overlay.all(Namespace.class).getFirst().getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(overlay.pods()).isNotEmpty();
        for (var pod : overlay.pods()) {
            assertThat(pod.automount()).as(pod.name()).isFalse();
            assertThat(pod.volumes())
                    .as(pod.name())
                    .allMatch(v -> v.getEmptyDir() != null || v.getConfigMap() != null || v.getSecret() != null);
            for (var container : pod.containers()) {
                var own = container.getSecurityContext();
                assertThat(own.getAllowPrivilegeEscalation()).as(pod.name()).isFalse();
                assertThat(own.getReadOnlyRootFilesystem()).as(pod.name()).isTrue();
                assertThat(own.getCapabilities().getDrop()).as(pod.name()).containsExactly("ALL");
                assertThat(runsAsNonRoot(pod, container)).as(pod.name()).isTrue();
                assertThat(seccomp(pod, container)).as(pod.name()).isEqualTo("RuntimeDefault");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyContainerIsBoundedProbedAndOfOneVersion(Overlay overlay) {
        for (var pod : overlay.pods()) {
            for (var container : pod.containers()) {
                assertThat(container.getResources().getRequests())
                        .as(pod.name())
                        .containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).as(pod.name()).containsKey("memory");
                assertThat(container.getReadinessProbe()).as(pod.name()).isNotNull();
                assertThat(container.getLivenessProbe()).as(pod.name()).isNotNull();
                assertThat(container.getImage())
                        .as(pod.name())
                        .matches(".+:[^:]+")
                        .doesNotEndWith(":latest");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aServiceGetsAllThatItCannotDoWithout(Overlay overlay) throws Exception {
        for (var service : List.of("control-plane", "edge-router", "search-service", "memory-service")) {
            var set = overlay.pod(service).orElseThrow().containers().getFirst().getEnv().stream()
                    .map(EnvVar::getName)
                    .toList();
            assertThat(set).doesNotHaveDuplicates().containsAll(neededBy(service));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void secretsStandInNoFileAndTheReadmeNamesEachKey(Overlay overlay) throws Exception {
        assertThat(overlay.all(Secret.class)).isEmpty();
        var readme = Files.readString(ROOT.resolve("k8s/README.md"));
        for (var pod : overlay.pods()) {
            for (var volume : pod.volumes())
                if (volume.getSecret() != null)
                    assertThat(readme)
                            .contains("create secret tls " + volume.getSecret().getSecretName());
            for (var variable : pod.containers().getFirst().getEnv()) {
                if (variable.getValueFrom() == null) {
                    assertThat(variable.getName())
                            .doesNotContainIgnoringCase("password")
                            .doesNotContain("TOKEN");
                } else {
                    var reference = variable.getValueFrom().getSecretKeyRef();
                    assertThat(readme).contains("secret generic " + reference.getName());
                    assertThat(readme).contains("--from-literal=" + reference.getKey() + "=");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everySelectorFindsPods(Overlay overlay) {
        var selectors = new ArrayList<Map<String, String>>();
        for (var service : overlay.all(Service.class))
            selectors.add(service.getSpec().getSelector());
        for (var deployment : overlay.all(Deployment.class))
            selectors.add(labels(deployment.getSpec().getSelector()));
        for (var budget : overlay.all(PodDisruptionBudget.class))
            selectors.add(labels(budget.getSpec().getSelector()));
        for (var policy : overlay.all(NetworkPolicy.class)) selectors.addAll(selectors(policy));
        assertThat(selectors)
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(overlay.pods())
                        .anyMatch(pod -> pod.labels().entrySet().containsAll(selector.entrySet())));
        for (var scaler : overlay.all(HorizontalPodAutoscaler.class))
            assertThat(overlay.pod(scaler.getSpec().getScaleTargetRef().getName()))
                    .isPresent();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void nothingIsReachableUnlessItIsAllowed(Overlay overlay) {
        var closed = overlay.all(NetworkPolicy.class).stream()
                .filter(policy -> policy.getMetadata().getName().equals("nothing-unless-allowed"))
                .findFirst()
                .orElseThrow()
                .getSpec();
        assertThat(closed.getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(closed.getIngress()).isEmpty();
        assertThat(closed.getEgress()).isEmpty();
        // Who is asked on a port by its name is allowed in on that port.
        assertThat(allowedFrom(overlay, "control-plane", 8080)).contains("edge-router", "search-service");
        assertThat(allowedFrom(overlay, "search-service", 8080)).containsExactly("edge-router");
        assertThat(allowedFrom(overlay, "search-service", 9000)).containsExactly("collector");
        assertThat(lets(overlay, "edge-router", 8080, "control-plane")).isTrue();
        assertThat(allowedFrom(overlay, "collector", 4318)).isNotEmpty();
        assertThat(allowedFrom(overlay, "control-plane", 9000)).containsExactly("collector");
        assertThat(allowedFrom(overlay, "edge-router", 9000)).containsExactly("collector");
        assertThat(allowedFrom(overlay, "memory-service", 8080)).containsExactly("edge-router");
        assertThat(allowedFrom(overlay, "memory-service", 9000)).containsExactly("collector");
        assertThat(allowedFrom(overlay, "control-plane", 8080)).contains("memory-service");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void dashboardsAreJsonOfTheirOwnAndAskForSomething(Overlay overlay) throws Exception {
        var dashboards = overlay.all(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().startsWith("mayfly-dashboards"))
                .findFirst()
                .orElseThrow()
                .getData();
        assertThat(dashboards).hasSize(2);
        var ids = new HashSet<String>();
        for (var text : dashboards.values()) {
            var dashboard = new ObjectMapper().readTree(text);
            assertThat(ids.add(dashboard.path("uid").asText())).isTrue();
            assertThat(dashboard.path("panels")).isNotEmpty().allSatisfy(panel -> {
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.path("targets"))
                        .isNotEmpty()
                        .allSatisfy(target ->
                                assertThat(target.path("expr").asText()).containsPattern("(mayfly|jvm|process)_"));
            });
        }
    }

    @Test
    void theKeyThatNobodyKnowsIsFound() throws Exception {
        var service = new Service();
        service.setAdditionalProperty("specs", Map.of());
        assertThat(Unknown.in(service)).containsExactly("Service.specs");
    }

    private static boolean runsAsNonRoot(Pod pod, Container container) {
        var own = container.getSecurityContext().getRunAsNonRoot();
        return Boolean.TRUE.equals(own)
                || pod.security() != null && Boolean.TRUE.equals(pod.security().getRunAsNonRoot());
    }

    private static String seccomp(Pod pod, Container container) {
        var own = container.getSecurityContext().getSeccompProfile();
        return (own != null ? own : pod.security().getSeccompProfile()).getType();
    }

    /** As {@code mayfly serve --help} lists it. */
    private static List<String> neededBy(String service) throws Exception {
        var process = new ProcessBuilder(ROOT.resolve("mayfly").toString(), "serve", "--help").start();
        var help = new String(process.getInputStream().readAllBytes());
        var part = help.substring(help.indexOf("\n" + service + ",")).split("\n\n", 2)[0];
        return Pattern.compile("(?m)^  ([A-Z_]+) ")
                .matcher(part)
                .results()
                .map(line -> line.group(1))
                .toList();
    }

    private static Map<String, String> labels(LabelSelector selector) {
        return selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
    }

    private static List<Map<String, String>> selectors(NetworkPolicy policy) {
        var all = new ArrayList<Map<String, String>>();
        all.add(labels(policy.getSpec().getPodSelector()));
        for (var rule : policy.getSpec().getIngress())
            for (var peer : rule.getFrom()) if (peer.getPodSelector() != null) all.add(labels(peer.getPodSelector()));
        for (var rule : policy.getSpec().getEgress())
            for (var peer : rule.getTo()) if (peer.getPodSelector() != null) all.add(labels(peer.getPodSelector()));
        return all;
    }

    /** By a rule for that pod, or by one for everybody. */
    private static boolean lets(Overlay overlay, String name, int port, String from) {
        return overlay.all(NetworkPolicy.class).stream()
                .filter(policy -> labels(policy.getSpec().getPodSelector()).containsValue(name))
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .filter(rule ->
                        rule.getPorts().stream().anyMatch(p -> p.getPort().getIntVal() == port))
                .anyMatch(rule -> rule.getFrom().isEmpty()
                        || rule.getFrom().stream()
                                .anyMatch(peer -> peer.getPodSelector() != null
                                        && labels(peer.getPodSelector()).containsValue(from)));
    }

    /** Names of the pods that may ask this one on that port. */
    private static TreeSet<String> allowedFrom(Overlay overlay, String name, int port) {
        return overlay.all(NetworkPolicy.class).stream()
                .filter(policy -> labels(policy.getSpec().getPodSelector()).containsValue(name))
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .filter(rule ->
                        rule.getPorts().stream().anyMatch(p -> p.getPort().getIntVal() == port))
                .flatMap(rule -> rule.getFrom().stream())
                .filter(peer -> peer.getPodSelector() != null)
                .flatMap(peer -> labels(peer.getPodSelector()).values().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
