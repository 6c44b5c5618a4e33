package dev.mayfly.control.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.routes.StoredRoutes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be said about metadata by itself. Every refusal names the file {@code metadata}, and the place where that is known. */
public final class MetadataCheck {
    public static final String FILE = "metadata";
    private static final int ENV_MAX = 256;
    private static final int MESSAGE_MAX = 1_000;

    private final Places places;
    private final Set<String> bindingTypes;
    private final StoredRoutes routes;

    public MetadataCheck(Places places, Set<String> bindingTypes, StoredRoutes routes) {
        this.places = places;
        this.bindingTypes = bindingTypes;
        this.routes = routes;
    }

    /** Fails with {@link Problem.BadBundle}. */
    public void check(Metadata metadata) {
        if (metadata.mainModule() == null || metadata.mainModule().isEmpty())
            throw bad(
                    "invalid-metadata", "mainModule is missing: it names the module whose default export answers", "");
        checkEnv(metadata.vars().orElse(Map.of()), metadata.bindings().orElse(List.of()));
        metadata.limits().ifPresent(this::checkLimits);
        metadata.egress().ifPresent(this::checkEgress);
        metadata.routes().ifPresent(this::checkRoutes);
        if (metadata.message().map(String::length).orElse(0) > MESSAGE_MAX)
            throw bad("invalid-metadata", "message has more than %d characters".formatted(MESSAGE_MAX), "/message");
        if (metadata.message().orElse("").indexOf('\0') >= 0)
            throw bad("invalid-metadata", "message has a character of code 0", "/message");
    }

    private void checkEnv(Map<String, JsonNode> vars, List<BindingRef> bindings) {
        if (vars.size() + bindings.size() > ENV_MAX)
            throw bad("invalid-metadata", "env has more than %d names".formatted(ENV_MAX), "/vars");
        for (String name : vars.keySet()) checkName(name, places.ofKey("/vars/" + Places.escape(name)));
        Set<String> names = new HashSet<>(vars.keySet());
        for (int i = 0; i < bindings.size(); i++) checkBinding(bindings.get(i), "/bindings/" + i, names);
    }

    private void checkBinding(BindingRef binding, String pointer, Set<String> names) {
        if (binding == null || binding.name() == null || binding.type() == null)
            throw bad("invalid-metadata", "a binding has name and type", pointer);
        checkName(binding.name(), places.of(pointer + "/name"));
        if (!names.add(binding.name()))
            throw bad("duplicate-name", "%s is on env already".formatted(binding.name()), pointer + "/name");
        if (!bindingTypes.contains(binding.type()))
            throw bad(
                    "unknown-binding",
                    "there is no binding of type '%s'; there is %s"
                            .formatted(
                                    shown(binding.type()),
                                    String.join(
                                            ", ", bindingTypes.stream().sorted().toList())),
                    pointer + "/type");
    }

    private static void checkName(String name, Places.Place place) {
        EnvName.flaw(name).ifPresent(flaw -> {
            throw bad("invalid-name", flaw, place);
        });
    }

    private void checkLimits(Limits.Asked limits) {
        within("/limits", limits::orDefaults);
    }

    private void checkEgress(Egress egress) {
        if (egress.allow().size() > EgressRule.RULES_MAX)
            throw bad(
                    "invalid-egress",
                    "egress allows more than %d addresses".formatted(EgressRule.RULES_MAX),
                    "/egress/allow");
        for (int i = 0; i < egress.allow().size(); i++) {
            String rule = egress.allow().get(i);
            if (!EgressRule.wellFormed(rule))
                throw bad(
                        "invalid-egress",
                        "'%s' is none of host, host:port and CIDR".formatted(shown(rule)),
                        "/egress/allow/" + i);
        }
    }

    private void checkRoutes(List<Route> asked) {
        for (int i = 0; i < asked.size(); i++) {
            Route route = asked.get(i);
            within("/routes/" + i + "/pattern", () -> routes.parse(route));
        }
        within("/routes", () -> routes.parse(asked));
    }

    /** Says of what others refuse where it stands. */
    private void within(String pointer, Runnable check) {
        try {
            check.run();
        } catch (Problem.Invalid invalid) {
            throw bad(invalid.code(), invalid.detail(), limitPointer(invalid).orElse(pointer));
        }
    }

    /** The refusal of a limit begins with its path. */
    private static Optional<String> limitPointer(Problem.Invalid invalid) {
        if (!invalid.code().equals("invalid-limit")) return Optional.empty();
        return Optional.of("/" + invalid.detail().split(" ", 2)[0].replace('.', '/'));
    }

    private Problem bad(String code, String message, String pointer) {
        return bad(code, message, places.of(pointer));
    }

    private static Problem bad(String code, String message, Places.Place place) {
        return new Problem.BadBundle(code, message, FILE, place.line(), place.column());
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
