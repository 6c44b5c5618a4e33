package dev.mayfly.k8s;

import dev.mayfly.k8s.Overlay.Pod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the API server refuses of pods and of what keeps them, and no schema says. */
record WorkloadRules(Overlay overlay, List<String> found) {
    static List<String> findings(Overlay overlay) {
        var rules = new WorkloadRules(overlay, new ArrayList<>());
        overlay.all(Deployment.class).forEach(rules::deployment);
        overlay.all(HorizontalPodAutoscaler.class).forEach(rules::autoscaler);
        overlay.all(PodDisruptionBudget.class).forEach(rules::budget);
        overlay.pods().forEach(rules::pod);
        return rules.found;
    }

    private void deployment(Deployment deployment) {
        var subject = Overlay.subject(deployment);
        var spec = deployment.getSpec();
        var selected = labels(spec.getSelector());
        if (selected.isEmpty()) found.add(subject + " selects nothing");
        if (!spec.getTemplate().getMetadata().getLabels().entrySet().containsAll(selected.entrySet()))
            found.add(subject + " selects labels that its own pods do not have");
        var strategy = Optional.ofNullable(spec.getStrategy());
        var rolling = strategy.map(s -> s.getRollingUpdate());
        if (rolling.isPresent() && "Recreate".equals(strategy.get().getType()))
            found.add(subject + " has rollingUpdate, and is of type Recreate");
        rolling.filter(r -> isZero(r.getMaxSurge()) && isZero(r.getMaxUnavailable()))
                .ifPresent(r -> found.add(subject + " can not roll: maxSurge and maxUnavailable are 0"));
    }

    private void autoscaler(HorizontalPodAutoscaler scaler) {
        var subject = Overlay.subject(scaler);
        var spec = scaler.getSpec();
        int least = Optional.ofNullable(spec.getMinReplicas()).orElse(1);
        int most = Optional.ofNullable(spec.getMaxReplicas()).orElse(0);
        if (least < 1) found.add(subject + " has minReplicas below 1");
        if (least > most) found.add("%s has minReplicas %d over maxReplicas %d".formatted(subject, least, most));
        var target = spec.getScaleTargetRef();
        if (overlay.resources().stream()
                .noneMatch(one -> Objects.equals(one.getApiVersion(), target.getApiVersion())
                        && Overlay.subject(one).equals(target.getKind() + "/" + target.getName())))
            found.add("%s scales %s/%s, which is not there".formatted(subject, target.getKind(), target.getName()));
    }

    private void budget(PodDisruptionBudget budget) {
        var spec = budget.getSpec();
        if ((spec.getMinAvailable() == null) == (spec.getMaxUnavailable() == null))
            found.add(Overlay.subject(budget) + " has either minAvailable or maxUnavailable: not both, not none");
    }

    private void pod(Pod pod) {
        var volumes = new HashSet<String>();
        for (var volume : pod.volumes())
            if (!volumes.add(volume.getName()))
                found.add("%s has two volumes %s".formatted(pod.name(), volume.getName()));
        for (var container : pod.containers()) {
            resources(pod, container);
            ports(pod, container);
            for (VolumeMount mount : container.getVolumeMounts())
                if (!volumes.contains(mount.getName()))
                    found.add("%s mounts %s, which is no volume of it".formatted(pod.name(), mount.getName()));
            for (var variable : container.getEnv())
                if (variable.getValue() != null && variable.getValueFrom() != null)
                    found.add("%s sets %s twice: value and valueFrom".formatted(pod.name(), variable.getName()));
        }
    }

    private void resources(Pod pod, Container container) {
        var limits = container.getResources().getLimits();
        container.getResources().getRequests().forEach((what, asked) -> {
            var limit = limits.get(what);
            if (limit != null && asked.getNumericalAmount().compareTo(limit.getNumericalAmount()) > 0)
                found.add("%s requests %s %s, over its limit %s".formatted(pod.name(), what, asked, limit));
        });
    }

    private void ports(Pod pod, Container container) {
        var names = container.getPorts().stream().map(ContainerPort::getName).toList();
        if (new HashSet<>(names).size() < names.size()) found.add(pod.name() + " has two ports of one name");
        for (var probe : probes(container)) {
            var handlers = Stream.of(probe.getHttpGet(), probe.getTcpSocket(), probe.getExec(), probe.getGrpc())
                    .filter(Objects::nonNull)
                    .count();
            if (handlers != 1) found.add(pod.name() + " has a probe that does not ask in exactly one way");
            port(probe)
                    .filter(named -> !names.contains(named))
                    .ifPresent(named ->
                            found.add("%s is probed on port %s, which it has not".formatted(pod.name(), named)));
        }
    }

    private static Optional<String> port(Probe probe) {
        return Stream.of(
                        Optional.ofNullable(probe.getHttpGet()).map(get -> get.getPort()),
                        Optional.ofNullable(probe.getTcpSocket()).map(socket -> socket.getPort()))
                .flatMap(Optional::stream)
                .map(IntOrString::getStrVal)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static List<Probe> probes(Container container) {
        return Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                .filter(Objects::nonNull)
                .toList();
    }

    private static Map<String, String> labels(LabelSelector selector) {
        return selector == null || selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
    }

    private static boolean isZero(IntOrString number) {
        return number != null && (Objects.equals(number.getIntVal(), 0) || "0%".equals(number.getStrVal()));
    }
}
