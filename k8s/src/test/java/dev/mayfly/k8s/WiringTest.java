package dev.mayfly.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.k8s.Overlay.Pod;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the manifests fit each other, and what the services read. */
class WiringTest {
    private static final Path ROOT = Path.of(System.getProperty("mayfly.root"));
    private static final List<String> SERVICES =
            List.of("control-plane", "edge-router", "search-service", "memory-service");
    private static final Pattern SECONDS = Pattern.compile("(\\d+)S");

    static List<Overlay> overlays() throws Exception {
        return ManifestsTest.overlays();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyVariableIsASettingThatTheServiceReads(Overlay overlay) throws Exception {
        for (var service : SERVICES) {
            var read = Settings.of(ROOT, service);
            for (var variable : names(overlay.pod(service).orElseThrow()))
                if (variable.startsWith("MAYFLY_"))
                    assertThat(read)
                            .as(variable)
                            .anyMatch(name -> name.matcher(variable).matches());
        }
    }

    /** Quarkus has thousands of settings and is silent about one that it does not know; ours are in the guide. */
    @ParameterizedTest
    @MethodSource("overlays")
    void everySettingOfQuarkusIsOneThatTheGuideNames(Overlay overlay) throws Exception {
        var guide = Files.readString(ROOT.resolve("docs/operating.md")) + Files.readString(ROOT.resolve("mayfly"));
        for (var service : SERVICES)
            for (var variable : names(overlay.pod(service).orElseThrow()))
                if (variable.startsWith("QUARKUS_"))
                    assertThat(guide.replace("`…_PROTOCOL`", "`QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL`"))
                            .contains(variable);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void portsAreThoseThatTheServiceIsToldOf(Overlay overlay) {
        for (var name : SERVICES) {
            var pod = overlay.pod(name).orElseThrow();
            var http = Integer.parseInt(pod.set("QUARKUS_HTTP_PORT").orElseThrow());
            var management = Integer.parseInt(pod.set("QUARKUS_MANAGEMENT_PORT").orElseThrow());
            var https = pod.set("QUARKUS_HTTP_SSL_PORT").map(Integer::valueOf).orElse(http);
            assertThat(pod.ports().values()).as(name).contains(http, https).isSubsetOf(http, https, management);
            for (var probe : probes(pod)) {
                assertThat(port(pod, probe.getHttpGet().getPort())).as(name).isEqualTo(management);
                assertThat(probe.getHttpGet().getPath()).isIn("/q/health/live", "/q/health/ready");
            }
            // Where probes come from is another address than the loopback.
            assertThat(pod.set("QUARKUS_MANAGEMENT_HOST")).contains("0.0.0.0");
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyPortOfAServiceIsOneOfItsPods(Overlay overlay) {
        for (var service : overlay.all(Service.class)) {
            var pods = overlay.pods().stream()
                    .filter(pod -> pod.labels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .toList();
            for (var port : service.getSpec().getPorts())
                assertThat(pods)
                        .as(service.getMetadata().getName() + ":" + port.getPort())
                        .isNotEmpty()
                        .allSatisfy(pod -> assertThat(listens(pod)).contains(port(pod, port.getTargetPort())));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void addressesOfOtherServicesLeadToThem(Overlay overlay) {
        for (var pod : overlay.pods())
            for (var variable : List.of(
                    "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                    "MAYFLY_BINDINGS_SERVICES_SEARCH_SERVICE_URL",
                    "MAYFLY_BINDINGS_SERVICES_MEMORY_SERVICE_URL",
                    "MAYFLY_CONTROL_ROUTERS_URLS",
                    "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT"))
                pod.set(variable)
                        .map(URI::create)
                        .ifPresent(address -> assertThat(overlay.all(Service.class))
                                .as(address.toString())
                                .anyMatch(service ->
                                        service.getMetadata().getName().equals(address.getHost())
                                                && service.getSpec().getPorts().stream()
                                                        .anyMatch(port -> port.getPort() == address.getPort())));
        for (var variable : List.of(
                "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                "MAYFLY_BINDINGS_SERVICES_SEARCH_SERVICE_URL",
                "MAYFLY_BINDINGS_SERVICES_MEMORY_SERVICE_URL"))
            assertThat(overlay.pod("edge-router").orElseThrow().set(variable))
                    .as(variable)
                    .isPresent();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void functionsAnswerWhereTheControlPlaneSays(Overlay overlay) {
        var told = overlay.pod("control-plane")
                .orElseThrow()
                .set("MAYFLY_CONTROL_PUBLIC_URL")
                .orElseThrow();
        assertThat(overlay.pod("edge-router").orElseThrow().set("MAYFLY_EDGE_BASE_DOMAIN"))
                .contains(URI.create(told).getHost());
    }

    /** A policy for a port that nobody listens on allows nothing, and looks as if it did. */
    @ParameterizedTest
    @MethodSource("overlays")
    void everyPortThatAPolicyLetsInIsOneOfItsPods(Overlay overlay) {
        for (var policy : overlay.all(NetworkPolicy.class)) {
            var chosen = policy.getSpec().getPodSelector().getMatchLabels();
            if (chosen == null || chosen.isEmpty()) continue;
            var ports = overlay.pods().stream()
                    .filter(pod -> pod.labels().entrySet().containsAll(chosen.entrySet()))
                    .flatMap(pod -> listens(pod).stream())
                    .toList();
            for (var rule : policy.getSpec().getIngress())
                for (var port : rule.getPorts())
                    assertThat(ports)
                            .as(policy.getMetadata().getName())
                            .contains(port.getPort().getIntVal());
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aPodLivesAsLongAsItsStopMayTake(Overlay overlay) {
        for (var name : SERVICES) {
            var pod = overlay.pod(name).orElseThrow();
            if (pod.grace().isEmpty()) continue; // Knative's own business
            var hook = pod.containers()
                    .getFirst()
                    .getLifecycle()
                    .getPreStop()
                    .getSleep()
                    .getSeconds();
            var stop = seconds(pod.set("QUARKUS_SHUTDOWN_TIMEOUT").orElseThrow())
                    + seconds(pod.set("MAYFLY_EDGE_TRANSPORT_LEAVE_WITHIN").orElse("0S"));
            assertThat(pod.grace().get()).as(name).isGreaterThan(hook + stop);
        }
    }

    private static long seconds(String setting) {
        var seconds = SECONDS.matcher(setting);
        assertThat(seconds.matches()).as(setting).isTrue();
        return Long.parseLong(seconds.group(1));
    }

    /** A URL that is told of functions, and that nobody answers at, is found here. */
    @ParameterizedTest
    @MethodSource("overlays")
    void whereFunctionsAreSaidToAnswerThereIsARouterThatSpeaksSo(Overlay overlay) {
        var told = URI.create(overlay.pod("control-plane")
                .orElseThrow()
                .set("MAYFLY_CONTROL_PUBLIC_URL")
                .orElseThrow());
        var router = overlay.pod("edge-router").orElseThrow();
        if (!overlay.all(io.fabric8.knative.serving.v1.Service.class).isEmpty()) {
            assertThat(told.getScheme()).isEqualTo("http"); // Knative's own door
            return;
        }
        boolean tls = told.getScheme().equals("https");
        int outside = told.getPort() < 0 ? tls ? 443 : 80 : told.getPort();
        int inside = Integer.parseInt(
                router.set(tls ? "QUARKUS_HTTP_SSL_PORT" : "QUARKUS_HTTP_PORT").orElseThrow());
        assertThat(overlay.all(Service.class).stream()
                        .filter(service -> router.labels()
                                .entrySet()
                                .containsAll(service.getSpec().getSelector().entrySet()))
                        .filter(service ->
                                !tls || "LoadBalancer".equals(service.getSpec().getType()))
                        .flatMap(service -> service.getSpec().getPorts().stream())
                        .filter(port -> port.getPort() == outside))
                .isNotEmpty()
                .allSatisfy(
                        port -> assertThat(port(router, port.getTargetPort())).isEqualTo(inside));
        if (tls)
            for (var file : List.of("QUARKUS_HTTP_SSL_CERTIFICATE_FILES", "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES"))
                assertThat(secretFolders(router))
                        .as(file)
                        .contains(Path.of(router.set(file).orElseThrow())
                                .getParent()
                                .toString());
    }

    /** What clients of the API send there, their tokens too, must not be to be had by a function. */
    @ParameterizedTest
    @MethodSource("overlays")
    void hostsOfTheApiAreReserved(Overlay overlay) {
        var control = overlay.pod("control-plane").orElseThrow();
        var reserved = Stream.concat(
                        control.set("MAYFLY_CONTROL_RESERVED_HOSTS").stream()
                                .flatMap(hosts -> Stream.of(hosts.split(","))),
                        control.set("MAYFLY_CONTROL_API_URL").map(URI::create).map(URI::getHost).stream())
                .toList();
        for (var ingress : overlay.all(Ingress.class))
            for (var rule : ingress.getSpec().getRules()) assertThat(reserved).contains(rule.getHost());
    }

    /** Behind TLS that ends elsewhere a request does not say it, and a tail's URL would be one that nobody answers at. */
    @ParameterizedTest
    @MethodSource("overlays")
    void theApiIsToldWhereClientsFindIt(Overlay overlay) {
        var told = overlay.pod("control-plane").orElseThrow().set("MAYFLY_CONTROL_API_URL");
        for (var ingress : doorsTo(overlay, "control-plane"))
            for (var tls : ingress.getSpec().getTls())
                for (var host : tls.getHosts()) assertThat(told).contains("https://" + host);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void allOfTheApiIsReachedFromOutsideButForThePlatformsOwn(Overlay overlay) throws Exception {
        for (var ingress : doorsTo(overlay, "search-service"))
            for (var rule : ingress.getSpec().getRules())
                assertThat(Api.pathsOf(ROOT, "search-service"))
                        .hasSizeGreaterThan(10)
                        .allMatch(path -> leads(prefixes(rule, "search-service"), path));
        for (var ingress : doorsTo(overlay, "control-plane"))
            for (var rule : ingress.getSpec().getRules()) {
                var paths = prefixes(rule, "control-plane");
                assertThat(Api.pathsOf(ROOT, "control-plane")).hasSizeGreaterThan(15);
                for (var path : Api.pathsOf(ROOT, "control-plane"))
                    assertThat(leads(paths, path)).as(path).isEqualTo(!path.startsWith("/v1/platform/"));
                assertThat(leads(paths, "/client/v4/user")).isTrue();
            }
        // What routers answer, the control plane asks of all of them. Rates that functions take from are theirs to
        // take, and flags are theirs to ask for, not their clients'.
        assertThat(Api.pathsOf(ROOT, "edge-router"))
                .isNotEmpty()
                .allMatch(path -> path.startsWith("/v1/accounts/{account}/invocations")
                        || path.equals("/v1/accounts/{account}/edge/explain")
                        || path.equals("/v1/accounts/{account}/flag-contexts/{app}")
                        || path.equals("/v1/accounts/{account}/flag-values")
                        || path.equals("/v1/accounts/{account}/rate-limits"));
        assertThat(overlay.pod("control-plane").orElseThrow().set("MAYFLY_CONTROL_ROUTERS_URLS"))
                .isPresent();
    }

    private static List<Ingress> doorsTo(Overlay overlay, String service) {
        return overlay.all(Ingress.class).stream()
                .filter(ingress -> ingress.getSpec().getRules().stream()
                        .anyMatch(rule -> !prefixes(rule, service).isEmpty()))
                .toList();
    }

    private static List<String> prefixes(IngressRule rule, String service) {
        return rule.getHttp().getPaths().stream()
                .filter(path -> path.getPathType().equals("Prefix"))
                .filter(path -> path.getBackend().getService().getName().equals(service))
                .map(path -> path.getPath())
                .toList();
    }

    /** Each service that clients ask has a door, where there are any. */
    @ParameterizedTest
    @MethodSource("overlays")
    void clientsReachEveryServiceThatTheyAsk(Overlay overlay) {
        if (overlay.all(Ingress.class).isEmpty()) return;
        for (var service : List.of("control-plane", "search-service"))
            assertThat(doorsTo(overlay, service)).as(service).isNotEmpty();
    }

    /** As an Ingress compares prefixes: whole elements of the path. */
    private static boolean leads(List<String> prefixes, String path) {
        return prefixes.stream().anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }

    private static List<String> secretFolders(Pod pod) {
        var secret = pod.volumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .map(Volume::getName)
                .toList();
        return pod.containers().getFirst().getVolumeMounts().stream()
                .filter(mount -> secret.contains(mount.getName()))
                .map(VolumeMount::getMountPath)
                .toList();
    }

    private static List<String> names(Pod pod) {
        return pod.containers().getFirst().getEnv().stream()
                .map(EnvVar::getName)
                .toList();
    }

    private static List<Probe> probes(Pod pod) {
        var all = new ArrayList<Probe>();
        for (var container : pod.containers())
            Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                    .filter(probe -> probe != null)
                    .forEach(all::add);
        return all;
    }

    /** A Knative Service declares one port only; that of management is known by what the service is told. */
    private static List<Integer> listens(Pod pod) {
        var ports = new ArrayList<>(pod.ports().values());
        pod.set("QUARKUS_MANAGEMENT_PORT").map(Integer::valueOf).ifPresent(ports::add);
        return ports;
    }

    /** A port by its number or by its name. */
    private static Integer port(Pod pod, IntOrString port) {
        return port.getStrVal() == null ? port.getIntVal() : pod.ports().get(port.getStrVal());
    }
}
