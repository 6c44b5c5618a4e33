package dev.mayfly.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Kustomize makes of a folder, as the types of Kubernetes. */
record Overlay(String name, List<ObjectNode> documents, List<HasMetadata> resources) {
    private static final KubernetesSerialization TYPES = new KubernetesSerialization();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A pod as its controller would make it. */
    record Pod(
            String name,
            Map<String, String> labels,
            Boolean automount,
            PodSecurityContext security,
            List<Container> containers,
            List<Volume> volumes,
            Optional<Long> grace) {
        /** What a variable of its first container is set to, by a value and not by a Secret. */
        Optional<String> set(String variable) {
            return containers.getFirst().getEnv().stream()
                    .filter(one -> one.getName().equals(variable))
                    .flatMap(one -> Optional.ofNullable(one.getValue()).stream())
                    .findFirst();
        }

        Map<String, Integer> ports() {
            return containers.stream()
                    .flatMap(container -> container.getPorts().stream())
                    .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
        }
    }

    static Overlay of(String name) throws Exception {
        var yaml = rendered(Path.of(System.getProperty("mayfly.root"), "k8s", name));
        var documents = new ArrayList<ObjectNode>();
        for (var document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml))
            documents.add(JSON.valueToTree(document));
        return of(name, documents);
    }

    private static Overlay of(String name, List<ObjectNode> documents) {
        var resources = documents.stream()
                .map(document -> TYPES.<HasMetadata>unmarshal(document.toString()))
                .toList();
        return new Overlay(name, List.copyOf(documents), resources);
    }

    /** A copy of this one in which the first document of that kind and name is another. */
    Overlay with(String subject, Consumer<ObjectNode> change) {
        var changed = new ArrayList<>(documents);
        for (int i = 0; i < changed.size(); i++)
            if (subject(changed.get(i)).equals(subject)) {
                var document = changed.get(i).deepCopy();
                change.accept(document);
                changed.set(i, document);
                return of(name, changed);
            }
        throw new AssertionError("%s has no %s".formatted(name, subject));
    }

    /** How a document is called: {@code Service/edge-router}. */
    static String subject(JsonNode document) {
        return document.path("kind").asText() + "/"
                + document.path("metadata").path("name").asText();
    }

    static String subject(HasMetadata resource) {
        return resource.getKind() + "/" + resource.getMetadata().getName();
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Pod> pods() {
        var deployments = all(Deployment.class).stream().map(deployment -> {
            var template = deployment.getSpec().getTemplate();
            var pod = template.getSpec();
            return new Pod(
                    deployment.getMetadata().getName(),
                    template.getMetadata().getLabels(),
                    pod.getAutomountServiceAccountToken(),
                    pod.getSecurityContext(),
                    pod.getContainers(),
                    pod.getVolumes(),
                    Optional.ofNullable(pod.getTerminationGracePeriodSeconds()));
        });
        var knative = all(io.fabric8.knative.serving.v1.Service.class).stream().map(service -> {
            RevisionSpec pod = service.getSpec().getTemplate().getSpec();
            return new Pod(
                    service.getMetadata().getName(),
                    service.getSpec().getTemplate().getMetadata().getLabels(),
                    pod.getAutomountServiceAccountToken(),
                    pod.getSecurityContext(),
                    pod.getContainers(),
                    pod.getVolumes(),
                    Optional.empty());
        });
        return Stream.concat(deployments, knative).toList();
    }

    Optional<Pod> pod(String name) {
        return pods().stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    private static String rendered(Path folder) throws Exception {
        for (var command : List.of(
                List.of("kubectl", "kustomize", folder.toString()), List.of("kustomize", "build", folder.toString()))) {
            try {
                var process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                var yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) throw new AssertionError(String.join(" ", command) + " failed");
                return yaml;
            } catch (IOException notInstalled) {
                continue;
            }
        }
        System.err.println("THE MANIFESTS ARE NOT CHECKED: neither kubectl nor kustomize is installed");
        return Assumptions.abort("neither kubectl nor kustomize is installed");
    }
}
