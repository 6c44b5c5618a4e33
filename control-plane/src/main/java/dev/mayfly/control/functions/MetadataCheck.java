package dev.mayfly.control.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.flags.FlagValues;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.json.JsonPlaces;
import dev.mayfly.bindings.json.JsonPlaces.Place;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rates.RateLimits;
import dev.mayfly.bindings.rates.RateLimits.Allowance;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.control.bundles.BundleCheck;
import dev.mayfly.control.routes.StoredRoutes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What can be said about metadata by itself. Every refusal names the file {@code metadata}, and the place where that is known. */
public final class MetadataCheck {
    public static final String FILE = BundleCheck.METADATA;
    private static final int ENV_MAX = 256;
    private static final int MESSAGE_MAX = 1_000;
    private static final int NOTES_MAX = 16;
    private static final int NOTE_NAME_MAX = 64;

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
        metadata.placement().ifPresent(placement -> within("/placement", placement::check));
        metadata.routes().ifPresent(this::checkRoutes);
        messageFlaw(metadata.message()).ifPresent(flaw -> {
            throw bad("invalid-metadata", flaw, "/message");
        });
        metadata.notes().ifPresent(this::checkNotes);
        if (metadata.flags().orElse(List.of()).stream().anyMatch(Objects::isNull))
            throw bad("invalid-metadata", "a flag is a name such as nodejs_compat", "/flags");
    }

    /** What is wrong with the message of a version, an activation or a rollout, if anything. */
    static Optional<String> messageFlaw(Optional<String> message) {
        return message.flatMap(text -> textFlaw("message", text));
    }

    private static Optional<String> textFlaw(String what, String text) {
        if (text.length() > MESSAGE_MAX)
            return Optional.of("%s has more than %d characters".formatted(what, MESSAGE_MAX));
        return text.indexOf('\0') < 0 ? Optional.empty() : Optional.of("%s has a character of code 0".formatted(what));
    }

    private void checkNotes(Map<String, String> notes) {
        if (notes.size() > NOTES_MAX)
            throw bad("invalid-metadata", "there are more than %d notes".formatted(NOTES_MAX), "/notes");
        notes.forEach((name, text) -> {
            Optional<String> flaw = name.length() > NOTE_NAME_MAX
                    ? Optional.of("a note's name has at most %d characters".formatted(NOTE_NAME_MAX))
                    : textFlaw("a note's name", name)
                            .or(() -> text == null ? Optional.of("a note has a text") : textFlaw("a note", text));
            flaw.ifPresent(what -> {
                throw bad("invalid-metadata", what, "/notes/" + JsonPlaces.escape(name));
            });
        });
    }

    private void checkEnv(Map<String, JsonNode> vars, List<BindingRef> bindings) {
        if (vars.size() + bindings.size() > ENV_MAX)
            throw bad("invalid-metadata", "env has more than %d names".formatted(ENV_MAX), "/vars");
        for (String name : vars.keySet()) checkName(name, places.ofKey("/vars/" + JsonPlaces.escape(name)));
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
        checkSetting(binding, pointer);
    }

    private void checkSetting(BindingRef binding, String pointer) {
        boolean limit = binding.type().equals(RateLimits.TYPE);
        if (limit && binding.namespaceId().isEmpty())
            throw bad(
                    "invalid-metadata",
                    "a %s has a namespace_id, a whole number such as \"1001\"".formatted(RateLimits.TYPE),
                    pointer);
        if (limit && binding.simple().isEmpty())
            throw bad(
                    "invalid-metadata",
                    "a %s has simple, such as {\"limit\": 100, \"period\": 60}".formatted(RateLimits.TYPE),
                    pointer);
        if (!limit && (binding.namespaceId().isPresent() || binding.simple().isPresent()))
            throw bad(
                    "invalid-metadata",
                    "namespace_id and simple are of a %s alone".formatted(RateLimits.TYPE),
                    pointer);
        checkFlags(binding, pointer);
        binding.namespaceId().ifPresent(id -> within(pointer + "/namespace_id", () -> Allowance.checkNamespace(id)));
        within(pointer + "/simple", binding::setting);
    }

    private void checkFlags(BindingRef binding, String pointer) {
        boolean flags = binding.type().equals(FlagValues.TYPE);
        if (!flags && (binding.app().isPresent() || binding.targetingKey().isPresent()))
            throw bad("invalid-metadata", "app and targeting_key are of %s alone".formatted(FlagValues.TYPE), pointer);
        binding.app().ifPresent(app -> within(pointer + "/app", () -> FlagPlace.of(app)));
        if (binding.targetingKey()
                .map(StickyBy::parse)
                .filter(Optional::isEmpty)
                .isPresent()) throw bad("invalid-metadata", "it is " + StickyBy.RULE, pointer + "/targeting_key");
    }

    private static void checkName(String name, Place place) {
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
        return places == Places.UNKNOWN
                ? new Problem.BadBundle(code, message, FILE, pointer)
                : bad(code, message, places.of(pointer));
    }

    private static Problem bad(String code, String message, Place place) {
        return new Problem.BadBundle(code, message, FILE, place.line(), place.column());
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
