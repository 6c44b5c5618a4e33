package dev.mayfly.control.flags;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.flags.FlagReader;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.Flaw;
import java.util.List;
import java.util.stream.Collectors;

/** Flags and segments put together as flagd reads them. */
final class Definitions {
    private static final int FLAWS_SHOWN = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Definitions() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a definition that is kept is no JSON", e);
        }
    }

    static ObjectNode of(FlagPlace place, List<FlagItemRow> items) {
        ObjectNode all = JSON.createObjectNode();
        ObjectNode flags = all.putObject("flags");
        ObjectNode segments = all.putObject("$evaluators");
        for (FlagItemRow item : items)
            item.definition().ifPresent(text -> (item.kind == Kind.flag ? flags : segments).set(item.key, json(text)));
        all.putObject("metadata").put("flagSetId", place.toString());
        return all;
    }

    /** The flags as they evaluate; fails with {@link Problem.Invalid} where something is wrong with them. */
    static FlagSet sound(FlagPlace place, List<FlagItemRow> items) {
        FlagReader.Read read = FlagReader.read(of(place, items).toString());
        if (read.flaws().isEmpty()) return read.flags();
        throw new Problem.Invalid(
                "invalid-flag",
                read.flaws().stream().limit(FLAWS_SHOWN).map(Flaw::toString).collect(Collectors.joining("; ")));
    }

    /** As far as it can be evaluated. */
    static FlagSet lenient(FlagPlace place, List<FlagItemRow> items) {
        return FlagReader.read(of(place, items).toString()).flags();
    }
}
