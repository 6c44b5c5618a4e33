package dev.mayfly.k8s;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What the API server refuses of Services and Ingresses, or takes although it leads nowhere, and no schema says. */
record NetworkRules(Overlay overlay, List<String> found) {
    private static final Set<String> OPEN_TO_OUTSIDE = Set.of("LoadBalancer", "NodePort");

    static List<String> findings(Overlay overlay) {
        var rules = new NetworkRules(overlay, new ArrayList<>());
        rules.names();
        overlay.all(Service.class).forEach(rules::service);
        overlay.all(Ingress.class).forEach(rules::ingress);
        return rules.found;
    }

    private void names() {
        var seen = new HashSet<String>();
        for (var resource : overlay.resources()) {
            var subject = Overlay.subject(resource);
            var metadata = resource.getMetadata();
            if (!seen.add(resource.getApiVersion() + metadata.getNamespace() + subject))
                found.add(subject + " is there twice");
            if (!metadata.getName().matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?"))
                found.add(subject + " has a name that is none");
        }
    }

    private void service(Service service) {
        var subject = Overlay.subject(service);
        var spec = service.getSpec();
        var ports = spec.getPorts();
        var names = ports.stream().map(ServicePort::getName).toList();
        if (ports.isEmpty()) found.add(subject + " has no port");
        if (ports.size() > 1 && (names.contains(null) || new HashSet<>(names).size() < names.size()))
            found.add(subject + " has several ports, and not a name for each");
        if (spec.getExternalTrafficPolicy() != null && !OPEN_TO_OUTSIDE.contains(String.valueOf(spec.getType())))
            found.add(subject + " has externalTrafficPolicy, and is closed to the outside");
        if ("None".equals(spec.getClusterIP()) && OPEN_TO_OUTSIDE.contains(String.valueOf(spec.getType())))
            found.add(subject + " has no address of its own, and is open to the outside");
        for (var pod : overlay.pods())
            if (pod.labels().entrySet().containsAll(spec.getSelector().entrySet()))
                for (var port : ports) {
                    var named = port.getTargetPort() == null
                            ? null
                            : port.getTargetPort().getStrVal();
                    if (named != null && !pod.ports().containsKey(named))
                        found.add("%s leads to port %s, which %s has not".formatted(subject, named, pod.name()));
                }
    }

    private void ingress(Ingress ingress) {
        var subject = Overlay.subject(ingress);
        var covered = ingress.getSpec().getTls().stream()
                .flatMap(tls -> tls.getHosts().stream())
                .toList();
        for (var rule : ingress.getSpec().getRules()) {
            if (!covered.contains(rule.getHost()))
                found.add("%s has no certificate for %s".formatted(subject, rule.getHost()));
            for (var path : rule.getHttp().getPaths()) path(subject, path);
        }
    }

    private void path(String subject, HTTPIngressPath path) {
        if (!"ImplementationSpecific".equals(path.getPathType())
                && !String.valueOf(path.getPath()).startsWith("/"))
            found.add("%s has a path that does not begin with /: %s".formatted(subject, path.getPath()));
        var backend = path.getBackend().getService();
        if (backend == null) {
            found.add("%s leads %s to no Service".formatted(subject, path.getPath()));
            return;
        }
        if (overlay.all(Service.class).stream()
                .filter(service -> service.getMetadata().getName().equals(backend.getName()))
                .flatMap(service -> service.getSpec().getPorts().stream())
                .noneMatch(port -> matches(port, backend.getPort())))
            found.add(
                    "%s leads %s to %s, which has no such port".formatted(subject, path.getPath(), backend.getName()));
    }

    private static boolean matches(ServicePort port, ServiceBackendPort asked) {
        if (asked == null) return false;
        return asked.getName() != null
                ? asked.getName().equals(port.getName())
                : Objects.equals(asked.getNumber(), port.getPort());
    }
}
