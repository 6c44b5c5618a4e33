package dev.mayfly.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What flags are for whom. */
class FlagSetTest {
    private static final FlagSet FLAGS = FlagReader.read("""
                    {"metadata": {"team": "shop", "tier": 1},
                     "$evaluators": {"ours": {"ends_with": [{"var": "email"}, "@example.com"]}},
                     "flags": {
                       "plain": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off"},
                       "ours": {"state": "ENABLED", "variants": {"yes": "y", "no": "n"}, "defaultVariant": "no",
                         "targeting": {"if": [{"$ref": "ours"}, "yes"]}, "metadata": {"tier": 2}},
                       "none": {"state": "ENABLED", "variants": {"one": 1}},
                       "off": {"state": "DISABLED", "variants": {"one": 1}, "defaultVariant": "one"},
                       "lost": {"state": "ENABLED", "variants": {"one": 1}, "targeting": {"cat": ["t", "wo"]}},
                       "endless": {"state": "ENABLED", "variants": {"0": 1},
                         "targeting": {"reduce": [{"var": "many"}, {"reduce": [{"var": "current"}, {"var": "current"}, 0]}, 0]}},
                       "huge": {"state": "ENABLED", "variants": {"0": 1},
                         "targeting": {"reduce": [{"var": "many"}, {"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "xx"]}},
                       "shape": {"state": "ENABLED", "variants": {"s": {"sides": [1, 2.5]}}, "defaultVariant": "s"}}}
                    """).flags();

    /** What did not change is not read again: each answer is the very same object. */
    @Test
    void changeOfOneFlagReadsThatAndThoseThatAskForIt() throws Exception {
        String definition = """
                {"$evaluators": {"ours": {"ends_with": [{"var": "email"}, "@example.com"]}},
                 "flags": {
                   "asking": {"state": "ENABLED", "variants": {"y": "y", "n": "n"}, "defaultVariant": "y",
                     "prerequisites": {"flags": {"first": "on"}, "otherwise": "n"}},
                   "first": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "%s"},
                   "same": {"state": "ENABLED", "variants": {"on": true}, "targeting": {"if": [{"$ref": "ours"}, "on"]}}%s}}""";
        FlagSet before = FlagReader.read(
                        definition.formatted("off", ", \"gone\": {\"state\": \"ENABLED\", \"variants\": {\"a\": 1}}"))
                .flags();
        JsonNode next = new ObjectMapper().readTree(definition.formatted("on", ", \"new\": {\"state\": \"NO\"}"));
        Map<String, Optional<JsonNode>> changed = new HashMap<>();
        for (String key : List.of("first", "gone", "new"))
            changed.put(key, Optional.ofNullable(next.path("flags").get(key)));
        FlagReader.Read read = FlagReader.again(() -> next, segments(next), before, changed);
        assertThat(read.flaws()).extracting(Flaw::path).contains("/flags/new/state");
        FlagSet after = read.flags();
        Map<String, String> who = Map.of("email", "a@example.com");
        assertThat(after.resolve("same", who)).isSameAs(before.resolve("same", who));
        assertThat(after.resolve("first", who).variant())
                .hasValueSatisfying(v -> assertThat(v.name()).isEqualTo("on"));
        assertThat(before.resolve("asking", who).variant())
                .hasValueSatisfying(v -> assertThat(v.name()).isEqualTo("n"));
        assertThat(after.resolve("asking", who).variant())
                .hasValueSatisfying(v -> assertThat(v.name()).isEqualTo("y"));
        assertThat(after.resolve("gone", who).error()).isPresent();
        assertThat(after.size()).isEqualTo(4);
    }

    /** Where no flag asks for others, the whole is not looked at, and what comes out is what reading the whole gives. */
    @Test
    void changeWhereNoneAsksForOthersReadsWhatChangedAlone() throws Exception {
        String definition = """
                {"metadata": {"team": "shop"}, "$evaluators": {"ours": {"ends_with": [{"var": "email"}, "@example.com"]}},
                 "flags": {%s
                   "d": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "%s",
                     "targeting": {"if": [{"$ref": "ours"}, "on"]}},
                   "e": {"state": "ENABLED", "variants": {"x": "x"}, "defaultVariant": "x"}%s}}""";
        String added = "\"%s\": {\"state\": \"ENABLED\", \"variants\": {\"one\": 1}, \"defaultVariant\": \"one\"}";
        FlagSet before = FlagReader.read(definition.formatted("", "off", ", " + added.formatted("f")))
                .flags();
        JsonNode next = new ObjectMapper().readTree(definition.formatted(added.formatted("a") + ",", "on", ""));
        Map<String, Optional<JsonNode>> changed = new HashMap<>();
        for (String key : List.of("a", "d", "f"))
            changed.put(key, Optional.ofNullable(next.path("flags").get(key)));
        FlagReader.Read read = FlagReader.again(
                () -> {
                    throw new AssertionError("the whole is read");
                },
                segments(next),
                before,
                changed);
        assertThat(read.flaws()).isEmpty();
        for (Map<String, String> who : List.of(Map.of("email", "a@example.com"), Map.<String, String>of())) {
            List<Resolution> all = read.flags().resolveAll(who);
            assertThat(all).isEqualTo(FlagReader.read(next).flags().resolveAll(who));
            assertThat(all.get(2)).isSameAs(before.resolve("e", who));
        }
    }

    private static Map<String, JsonNode> segments(JsonNode definition) {
        Map<String, JsonNode> segments = new HashMap<>();
        definition.path("$evaluators").properties().forEach(entry -> segments.put(entry.getKey(), entry.getValue()));
        return segments;
    }

    @Test
    void fixedFlagHasItsDefault() {
        Resolution resolution = FLAGS.resolve("plain", FlagType.BOOLEAN, Map.of());
        assertThat(resolution.variant())
                .hasValueSatisfying(v -> assertThat(v.value()).isEqualTo(false));
        assertThat(resolution.reason()).isEqualTo(Reason.STATIC);
        assertThat(FLAGS.resolve("plain", Map.of())).isSameAs(FLAGS.resolve("plain", Map.of()));
    }

    @Test
    void targetingChoosesOrLeavesTheDefault() {
        Resolution match = FLAGS.resolve("ours", Map.of("email", "a@example.com"));
        assertThat(match.reason()).isEqualTo(Reason.TARGETING_MATCH);
        assertThat(match.variant()).hasValueSatisfying(v -> assertThat(v.name()).isEqualTo("yes"));
        assertThat(FLAGS.resolve("ours", Map.of()).reason()).isEqualTo(Reason.DEFAULT);
    }

    @Test
    void metadataOfAFlagStandsOverItsSets() {
        assertThat(FLAGS.resolve("ours", Map.of()).metadata()).isEqualTo(Map.of("team", "shop", "tier", 2L));
        assertThat(FLAGS.resolve("plain", Map.of()).metadata()).isEqualTo(Map.of("team", "shop", "tier", 1L));
        assertThat(FLAGS.resolve("unknown", Map.of()).metadata()).isEqualTo(Map.of("team", "shop", "tier", 1L));
    }

    @Test
    void callersDefaultCountsWithoutADefaultAndWhereTheFlagIsOff() {
        assertThat(FLAGS.resolve("none", Map.of())).satisfies(resolution -> {
            assertThat(resolution.reason()).isEqualTo(Reason.DEFAULT);
            assertThat(resolution.variant()).isEmpty();
        });
        assertThat(FLAGS.resolve("off", FlagType.NUMBER, Map.of())).satisfies(resolution -> {
            assertThat(resolution.reason()).isEqualTo(Reason.DISABLED);
            assertThat(resolution.variant()).isEmpty();
        });
    }

    @Test
    void failuresAreToldByTheirCodes() {
        assertThat(code("unknown", FlagType.STRING)).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(code("plain", FlagType.STRING)).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(code("lost", FlagType.NUMBER)).isEqualTo(ErrorCode.GENERAL);
    }

    private static ErrorCode code(String flag, FlagType type) {
        return FLAGS.resolve(flag, type, Map.of()).error().orElseThrow().code();
    }

    @Test
    void objectsComeWithTheirParts() {
        assertThat(FLAGS.resolve("shape", FlagType.OBJECT, Map.of()).variant()).hasValueSatisfying(variant -> {
            assertThat(variant.value()).isEqualTo(Map.of("sides", java.util.List.of(1L, 2.5)));
            assertThat(variant.json()).isEqualTo("{\"sides\":[1,2.5]}");
        });
    }

    @Test
    void ruleThatGoesThroughTooMuchFailsAndEnds() {
        var row = java.util.Collections.nCopies(200, 1L);
        var square = java.util.Collections.nCopies(200, row);
        assertThat(FLAGS.resolve("endless", Map.of("many", square)).error())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains("10,000 elements"));
        assertThat(FLAGS.resolve("huge", Map.of("many", row)).error())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains("1,000,000 characters"));
    }

    @Test
    void allAreToldInTheirOrder() {
        assertThat(FLAGS.resolveAll(Map.of()))
                .extracting(Resolution::flag)
                .containsExactly("plain", "ours", "none", "off", "lost", "endless", "huge", "shape");
    }
}
