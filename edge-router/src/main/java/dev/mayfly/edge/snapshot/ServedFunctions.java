package dev.mayfly.edge.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.env.BindingRegistry;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.edge.egress.EgressRules;
import dev.mayfly.edge.route.RoutePattern;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.route.Split;
import dev.mayfly.edge.route.Split.Arm;
import dev.mayfly.edge.route.Split.Side;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Computes of a deployment, once, what its requests need. */
@Singleton
class ServedFunctions {
    private static final Logger LOG = Logger.getLogger(ServedFunctions.class);
    private static final int KEY_BYTES = 16;

    private final ObjectMapper json;
    private final BindingRegistry registry;

    ServedFunctions(ObjectMapper json, BindingRegistry registry) {
        this.json = json;
        this.registry = registry;
    }

    ServedFunction of(Deployment deployment) {
        Version active = new Version(
                deployment.version(),
                deployment.bundle(),
                deployment.vars(),
                deployment.bindings(),
                deployment.limits(),
                deployment.rates(),
                deployment.egress(),
                deployment.placement());
        return deployment
                .candidate()
                .map(candidate -> served(
                        deployment,
                        active,
                        Optional.of(split(deployment, candidate)),
                        Arm.of(candidate.rollout(), Side.stable)))
                .orElseGet(() -> served(deployment, active, Optional.empty(), Optional.empty()));
    }

    private Split split(Deployment deployment, Candidate candidate) {
        Version version = new Version(
                candidate.version(),
                candidate.bundle(),
                candidate.vars(),
                candidate.bindings(),
                candidate.limits(),
                candidate.rates(),
                candidate.egress(),
                candidate.placement());
        return new Split(
                candidate.rollout(),
                served(deployment, version, Optional.empty(), Arm.of(candidate.rollout(), Side.candidate)),
                candidate.share(),
                StickyBy.parse(candidate.stickyBy()).orElse(StickyBy.NONE));
    }

    /** What is a version's own. */
    private record Version(
            String id,
            String bundle,
            Map<String, JsonNode> vars,
            List<BindingRef> refs,
            Limits limits,
            Optional<Rates> rates,
            Functions.Egress egress,
            Optional<Placement> placement) {}

    private ServedFunction served(Deployment deployment, Version version, Optional<Split> split, Optional<Arm> arm) {
        Map<String, BindingRef> bindings = new TreeMap<>();
        for (BindingRef binding : version.refs) bindings.put(binding.name(), binding);
        String env = env(deployment, version);
        return new ServedFunction(
                deployment.account(),
                deployment.function(),
                version.id,
                key(deployment, version, env),
                version.bundle,
                deployment.trust(),
                env,
                Map.copyOf(bindings),
                version.limits,
                version.rates.orElse(Rates.NONE),
                new EgressRules(version.egress),
                deployment.routes().stream()
                        .map(RoutePattern::parse)
                        .flatMap(Optional::stream)
                        .toList(),
                deployment.routesOnly(),
                split,
                arm,
                version.placement.orElse(Placement.ANYWHERE));
    }

    private String env(Deployment deployment, Version version) {
        ObjectNode env = json.createObjectNode();
        ObjectNode vars = env.putObject("vars");
        new TreeMap<>(version.vars).forEach(vars::set);
        ObjectNode secrets = env.putObject("secrets");
        new TreeMap<>(deployment.secrets()).forEach(secrets::put);
        ObjectNode bindings = env.putObject("bindings");
        for (BindingRef binding : version.refs)
            registry.descriptorJson(binding.type())
                    .ifPresentOrElse(
                            descriptor -> bindings.set(binding.name(), read(descriptor)),
                            () -> LOG.warnf(
                                    "%s has a binding of type %s, which this router does not know",
                                    deployment, binding.type()));
        return env.toString();
    }

    private JsonNode read(String descriptor) {
        try {
            return json.readTree(descriptor);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a descriptor is JSON", e);
        }
    }

    /** A version never changes, but its secrets do. */
    private static String key(Deployment deployment, Version version, String env) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(version.bundle.getBytes(StandardCharsets.UTF_8));
            byte[] hash = digest.digest(env.getBytes(StandardCharsets.UTF_8));
            return "%s/%s/%s/%s"
                    .formatted(
                            deployment.account(),
                            deployment.function(),
                            version.id,
                            HexFormat.of().formatHex(hash, 0, KEY_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
