package dev.mayfly.control.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rates.Rates;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings that belong to a version, as complete as it was made: what its metadata left out came from the version before. */
@RegisterForReflection
public record Settings(
        Map<String, JsonNode> vars,
        List<BindingRef> bindings,
        Limits limits,
        Optional<Rates> rates,
        Egress egress,
        Optional<Placement> placement) {
    static final Settings DEFAULT =
            new Settings(Map.of(), List.of(), Limits.DEFAULT, Optional.empty(), Egress.OPEN, Optional.empty());

    /** These, with what the metadata names in their place. Limits come as a whole: what it does not name of them has its default. */
    Settings with(Metadata metadata) {
        return new Settings(
                metadata.vars().orElse(vars),
                metadata.bindings().orElse(bindings),
                metadata.limits().map(Limits.Asked::orDefaults).orElse(limits),
                metadata.rates().or(() -> rates),
                metadata.egress().orElse(egress),
                metadata.placement().or(() -> placement));
    }

    /** A name that stands on env twice, if there is one. */
    Optional<String> clash(List<String> secrets) {
        Set<String> names = new LinkedHashSet<>(vars.keySet());
        for (BindingRef binding : bindings) if (!names.add(binding.name())) return Optional.of(binding.name());
        return secrets.stream().filter(secret -> !names.add(secret)).findFirst();
    }
}
