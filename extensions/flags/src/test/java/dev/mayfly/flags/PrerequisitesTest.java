package dev.mayfly.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flags that ask for others, here and written out for whoever knows flagd's format alone. */
class PrerequisitesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FLAGS = """
            {"flags": {
              "shares": {"state": "ENABLED", "variants": {"old": 1, "new": 2}, "defaultVariant": "old", "targeting": {"fractional": [["new", 40], ["old", 60]]}},
              "named": {"state": "ENABLED", "variants": {"on": 1, "off": 2}, "defaultVariant": "off",
                        "targeting": {"if": [{"$ref": "half"}, "on"]}},
              "truth": {"state": "ENABLED", "variants": {"true": true, "false": false}, "defaultVariant": "false", "targeting": {"==": [{"var": "plan"}, "pro"]}},
              "none": {"state": "ENABLED", "variants": {"on": 1, "off": 2}, "defaultVariant": "off", "targeting": {"if": [{"var": "never"}, "on"]}},
              "asleep": {"state": "DISABLED", "variants": {"on": 1}, "defaultVariant": "on"},
              "chained": {"state": "ENABLED", "variants": {"a": 1, "b": 2}, "defaultVariant": "a", "prerequisites": {"flags": {"shares": "new"}, "otherwise": "b"}},
              %s},
             "$evaluators": {"half": {"==": [{"fractional": [{"cat": [{"var": "$flagd.flagKey"}, {"var": "targetingKey"}]}, ["in", 1], ["out", 1]]}, "in"]}}}
            """;
    private static final String ASKING = """
            "asking": {"state": "ENABLED", "variants": {"yes": "y", "no": "n", "plain": "p"}, "defaultVariant": "plain",
              "targeting": {"if": [{"==": [{"var": "plan"}, "pro"]}, "yes"]}, "prerequisites": {"flags": {"%s": "%s"}, "otherwise": "no"}}""";

    /** What the asked one is for somebody decides, whatever rule it has, and it is the same written out. */
    @ParameterizedTest
    @CsvSource({
        "shares,new",
        "shares,old",
        "named,on",
        "named,off",
        "truth,true",
        "truth,false",
        "none,off",
        "none,on",
        "asleep,on",
        "chained,a",
        "chained,b"
    })
    void flagHasItsOwnVariantForThoseAloneWhoHaveTheAskedOne(String asked, String variant) throws Exception {
        String definition = FLAGS.formatted(ASKING.formatted(asked, variant));
        FlagReader.Read read = FlagReader.read(definition);
        assertThat(read.flaws()).isEmpty();
        ObjectNode written = Prerequisites.writtenOut((ObjectNode) JSON.readTree(definition));
        assertThat(written.toString()).doesNotContain("prerequisites");
        FlagSet plain = FlagReader.read(written).flags();
        for (int user = 0; user < 200; user++) {
            Map<String, Object> context = user == 0
                    ? Map.of("plan", "pro")
                    : Map.of("targetingKey", "u" + user, "plan", user % 2 == 0 ? "pro" : "free");
            boolean met = variantOf(read.flags(), asked, context).equals(Optional.of(variant));
            String expected = !met ? "no" : context.get("plan").equals("pro") ? "yes" : "plain";
            assertThat(variantOf(read.flags(), "asking", context))
                    .as(context.toString())
                    .hasValue(expected);
            assertThat(variantOf(plain, "asking", context))
                    .as("written out, %s", context)
                    .hasValue(expected);
        }
    }

    private static Optional<String> variantOf(FlagSet flags, String key, Map<String, Object> context) {
        return flags.resolve(key, context).variant().map(Variant::name);
    }

    @Test
    void withoutAnotherWordTheDefaultVariantIsGiven() {
        FlagSet flags = FlagReader.read(
                        FLAGS.formatted(ASKING.formatted("none", "on").replace(", \"otherwise\": \"no\"", "")))
                .flags();
        assertThat(variantOf(flags, "asking", Map.of("plan", "pro"))).hasValue("plain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "\"a\": {%s, \"prerequisites\": []} | /flags/a/prerequisites",
                "\"a\": {%s, \"prerequisites\": {\"flags\": {}}} | /flags/a/prerequisites",
                "\"a\": {%s, \"prerequisites\": {\"flags\": {\"none\": \"on\"}, \"or\": 1}} | /flags/a/prerequisites",
                "\"a\": {%s, \"prerequisites\": {\"flags\": {\"gone\": \"on\"}}} | /flags/a/prerequisites/flags/gone",
                "\"a\": {%s, \"prerequisites\": {\"flags\": {\"none\": \"in\"}}} | /flags/a/prerequisites/flags/none",
                "\"a\": {%s, \"prerequisites\": {\"flags\": {\"none\": \"on\"}, \"otherwise\": \"in\"}} | /flags/a/prerequisites/otherwise",
                "\"a\": {%s, \"prerequisites\": {\"flags\": {\"a\": \"on\"}}} | /flags/a/prerequisites",
            })
    void whatMakesNoSenseIsToldAndBreaksTheFlagAlone(String flag, String path) {
        String usual = "\"state\": \"ENABLED\", \"variants\": {\"on\": 1}, \"defaultVariant\": \"on\"";
        FlagReader.Read read = FlagReader.read(FLAGS.formatted(flag.formatted(usual)));
        assertThat(read.flaws()).extracting(Flaw::path).containsExactly(path);
        assertThat(read.flags().resolve("a", Map.of()).error()).isPresent();
        assertThat(read.flags().resolve("shares", Map.of("targetingKey", "u")).error())
                .isEmpty();
    }

    /** Each of them asks for all before it, so that written out it would grow without end. */
    @Test
    void growthHasABound() {
        StringBuilder flags = new StringBuilder(
                        "\"f0\": {\"state\": \"ENABLED\", \"variants\": {\"on\": 1}, \"defaultVariant\": \"on\", \"targeting\": {\"if\": [")
                .append("{\"var\": \"a\"}, \"on\", ".repeat(300))
                .append("\"on\"]}}");
        for (int i = 1; i <= 4; i++) {
            StringBuilder asked = new StringBuilder();
            for (int j = 0; j < i; j++)
                asked.append(j == 0 ? "" : ", ").append("\"f").append(j).append("\": \"on\"");
            flags.append(", \"f")
                    .append(i)
                    .append(
                            "\": {\"state\": \"ENABLED\", \"variants\": {\"on\": 1}, \"defaultVariant\": \"on\", \"prerequisites\": {\"flags\": {")
                    .append(asked)
                    .append("}}}");
        }
        assertThat(FlagReader.read(FLAGS.formatted(flags)).flaws())
                .extracting(Flaw::reason)
                .anyMatch(reason -> reason.contains("at most 4,096 parts"));
    }
}
