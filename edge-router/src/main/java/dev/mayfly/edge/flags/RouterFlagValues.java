package dev.mayfly.edge.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.flags.FlagValues;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.flags.ErrorCode;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.FlagType;
import dev.mayfly.flags.Reason;
import dev.mayfly.flags.Resolution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The binding {@code flags}: evaluated here, from memory. */
@ApplicationScoped
public class RouterFlagValues implements FlagValues {
    private static final int KEY_MAX = 1_024;

    private final FlagSnapshot snapshot;
    private final Evaluations evaluations;
    private final Enrichment enrichment;
    private final RecentContexts recent;

    RouterFlagValues(FlagSnapshot snapshot, Evaluations evaluations, Enrichment enrichment, RecentContexts recent) {
        this.enrichment = enrichment;
        this.recent = recent;
        this.snapshot = snapshot;
        this.evaluations = evaluations;
    }

    @Override
    public Uni<Details> evaluate(
            String account, String key, Optional<String> type, Optional<String> context, Asking asking) {
        if (key == null || key.isEmpty() || key.length() > KEY_MAX)
            throw new Problem.Invalid("invalid-argument", "a flag's key has 1 to %,d characters".formatted(KEY_MAX));
        FlagPlace place = FlagPlace.of(asking.app());
        FlagSet flags = snapshot.flags(account, place);
        Optional<Map<String, @Nullable Object>> said = Contexts.read(context.orElse("{}"));
        if (said.isEmpty())
            return Uni.createFrom()
                    .item(failed(key, ErrorCode.INVALID_CONTEXT, "the context is an object of at most 64 levels"));
        Map<String, ?> who = enrichment.of(Contexts.over(asking.known().orElse(Map.of()), said.get()));
        recent.note(account, place, who);
        Resolution resolution = flags.resolve(key, who);
        if (type.isPresent()) resolution = resolution.as(type(type.get()));
        evaluations.count(account, place.toString(), resolution);
        return Uni.createFrom().item(told(resolution));
    }

    private static FlagType type(String text) {
        try {
            return FlagType.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("invalid-argument", "type is boolean, string, number or object");
        }
    }

    private static Details told(Resolution resolution) {
        Optional<JsonNode> value = resolution.variant().flatMap(variant -> Contexts.tree(variant.json()));
        return new Details(
                resolution.flag(),
                value,
                resolution.variant().map(variant -> variant.name()),
                resolution.reason().name(),
                resolution.error().map(failure -> failure.code().name()),
                resolution.error().map(Resolution.Failure::message),
                resolution.metadata());
    }

    private static Details failed(String key, ErrorCode code, String message) {
        return new Details(
                key,
                Optional.empty(),
                Optional.empty(),
                Reason.ERROR.name(),
                Optional.of(code.name()),
                Optional.of(message),
                Map.of());
    }
}
