package dev.mayfly.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether an API server would take the manifests: by its schemas, and by the rules that it has beside them. */
class ValidityTest {
    private static final String CONTAINER = "/spec/template/spec/containers/0";

    static List<Overlay> overlays() throws Exception {
        return ManifestsTest.overlays();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void anApiServerTakesEveryDocument(Overlay overlay) throws Exception {
        assertThat(overlay.documents()).isNotEmpty();
        assertThat(findings(overlay)).isEmpty();
    }

    /** A mistake in an overlay, and what is said of it. */
    record Mistake(String overlay, String subject, Consumer<ObjectNode> change, String finding) {
        @Override
        public String toString() {
            return subject + ": " + finding;
        }
    }

    static Stream<Mistake> mistakes() {
        var scaler = "HorizontalPodAutoscaler/edge-router";
        var router = "Deployment/edge-router";
        var ingress = "Ingress/control-plane";
        return Stream.of(
                base(scaler, d -> at(d, "/spec").remove("maxReplicas"), "required property maxReplicas"),
                base(scaler, d -> at(d, "/spec").put("minReplicas", 11), "minReplicas 11 over maxReplicas 10"),
                base(scaler, d -> at(d, "/spec").put("maxReplicas", "10"), "/spec/maxReplicas must be integer"),
                base(scaler, d -> at(d, "/spec/scaleTargetRef").put("name", "router"), "router, which is not there"),
                base("PodDisruptionBudget/edge-router", d -> at(d, "/spec").put("maxUnavailable", 1), "not both"),
                base("PodDisruptionBudget/edge-router", d -> at(d, "/spec").remove("minAvailable"), "not none"),
                base(
                        "Service/edge-router",
                        d -> at(d, "/spec").put("type", "LoadBalanser"),
                        "/spec/type must be equal"),
                base("Service/edge-router", d -> at(d, "/spec/ports/0").remove("port"), "required property port"),
                base("Service/edge-router", d -> at(d, "/spec/ports/0").put("targetPort", "htp"), "leads to port htp"),
                base("Service/edge-router", d -> at(d, "/spec").put("externalTrafficPolicy", "Local"), "closed to"),
                base(router, d -> at(d, CONTAINER + "/resources/requests").put("memory", "5Gi"), "over its limit 4Gi"),
                base(router, d -> at(d, CONTAINER + "/readinessProbe/httpGet").put("port", "admin"), "port admin"),
                base(router, d -> at(d, CONTAINER + "/readinessProbe").remove("httpGet"), "exactly one way"),
                base(
                        router,
                        d -> at(d, CONTAINER).put("imagePullPolicy", "Sometimes"),
                        "/imagePullPolicy must be equal"),
                base(router, d -> at(d, CONTAINER + "/volumeMounts/0").put("name", "temp"), "mounts temp"),
                base(router, d -> at(d, "/spec/strategy/rollingUpdate").put("maxSurge", 0), "can not roll"),
                base(router, d -> at(d, "/spec/selector/matchLabels").put("tier", "edge"), "its own pods do not have"),
                base(router, d -> at(d, "/spec/template/spec").remove("containers"), "required property containers"),
                base("NetworkPolicy/collector", d -> types(d).set(0, "Ingres"), "/spec/policyTypes/0 must be equal"),
                base("Namespace/mayfly", d -> d.put("kind", "Namespaces"), "Cannot find module"),
                prod(ingress, d -> at(d, path(0)).put("pathType", "Prefixx"), "/pathType must be equal"),
                prod(ingress, d -> at(d, path(0)).put("path", "v1"), "does not begin with /: v1"),
                prod(ingress, d -> at(d, path(0) + "/backend/service").put("name", "api"), "to api, which has no"),
                prod(ingress, d -> at(d, path(0) + "/backend/service/port").put("name", "web"), "no such port"),
                prod(ingress, d -> at(d, "/spec/rules/0").put("host", "api.example.org"), "no certificate for"),
                new Mistake(
                        "overlays/knative",
                        "Service/edge-router",
                        d -> at(d, "/spec/template/spec").remove("containers"),
                        "/spec/template/spec must have required property containers"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsFound(Mistake mistake) throws Exception {
        var overlay = overlays().stream()
                .filter(one -> one.name().equals(mistake.overlay()))
                .findFirst()
                .orElseThrow();
        assertThat(findings(overlay.with(mistake.subject(), mistake.change())))
                .anySatisfy(finding -> assertThat(finding).contains(mistake.finding()));
    }

    private static List<String> findings(Overlay overlay) throws Exception {
        var schemas = Schemas.findings(overlay.documents());
        if (!schemas.isEmpty()) return schemas; // rules are about what has the right form
        var all = new ArrayList<>(WorkloadRules.findings(overlay));
        all.addAll(NetworkRules.findings(overlay));
        return all;
    }

    private static Mistake base(String subject, Consumer<ObjectNode> change, String finding) {
        return new Mistake("base", subject, change, finding);
    }

    private static Mistake prod(String subject, Consumer<ObjectNode> change, String finding) {
        return new Mistake("overlays/prod", subject, change, finding);
    }

    private static String path(int index) {
        return "/spec/rules/0/http/paths/" + index;
    }

    private static ObjectNode at(JsonNode document, String pointer) {
        return (ObjectNode) document.requireNonNull().at(pointer);
    }

    private static ArrayNode types(JsonNode document) {
        return (ArrayNode) document.at("/spec/policyTypes");
    }
}
