package dev.mayfly.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What definitions may say, and what is told about those that say something else. */
class FlagReaderTest {
    private static final String GOOD = """
            {"flags": {"colour": {"state": "ENABLED", "variants": {"red": "#f00", "blue": "#00f"}, "defaultVariant": "red"}}}
            """;

    @Test
    void soundDefinitionHasNoFlaw() {
        assertThat(FlagReader.read(GOOD).flaws()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[] | ",
                "{ | ",
                "{\"flags\": 3} | /flags",
                "{\"flags\": {}, \"flagz\": {}} | /flagz",
                "{\"flags\": {\"a/b\": {\"state\": \"ON\", \"variants\": {\"on\": true}}}} | /flags/a~1b/state",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {}}}} | /flags/a/variants",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": [1]}}}} | /flags/a/variants/on",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true, \"off\": 0}}}} | /flags/a/variants",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"big\": 9007199254740993}}}} | /flags/a/variants/big",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}, \"defaultVariant\": \"off\"}}} | /flags/a/defaultVariant",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}, \"targetting\": {}}}} | /flags/a/targetting",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}, \"metadata\": {\"x\": {}}}}} | /flags/a/metadata/x",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}, \"targeting\": {\"iff\": []}}}} | /flags/a/targeting/iff",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}, \"targeting\": {\"$ref\": \"us\"}}}} | /flags/a/targeting/$ref",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}, \"targeting\": {\"if\": [true, \"of\", null]}}}} | /flags/a/targeting/if/1",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}, \"targeting\": {\"fractional\": [[\"on\", 0.5]]}}}} | /flags/a/targeting/fractional/0/1",
                "{\"flags\": {\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}, \"targeting\": {\"sem_ver\": [\"1\", \"==\", \"1\"]}}}} | /flags/a/targeting/sem_ver/1",
                "{\"flags\": {}, \"metadata\": {\"bucketing\": \"md5\"}} | /metadata/bucketing"
            })
    void flawIsToldWithItsPlace(String definition, String path) {
        List<Flaw> flaws = FlagReader.read(definition).flaws();
        assertThat(flaws).extracting(Flaw::path).contains(path == null ? "" : path);
        assertThat(flaws).allSatisfy(flaw -> assertThat(flaw.reason()).isNotBlank());
    }

    @Test
    void oneBrokenFlagCostsNoOther() {
        FlagSet flags = FlagReader.read("""
                        {"flags": {
                          "broken": {"state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on", "targeting": {"nonsense": []}},
                          "sound": {"state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on"}}}
                        """).flags();
        assertThat(flags.resolve("broken", Map.of()).error())
                .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PARSE_ERROR));
        assertThat(flags.resolve("sound", Map.of()).reason()).isEqualTo(Reason.STATIC);
    }

    @Test
    void keyThatStandsTwiceIsNoJson() {
        String twice = GOOD.replace("\"red\": \"#f00\"", "\"red\": \"#f00\", \"red\": \"#f11\"");
        assertThat(FlagReader.read(twice).flaws()).extracting(Flaw::path).containsExactly("");
    }

    @Test
    void evaluatorThatRefersToItselfIsRefused() {
        var read = FlagReader.read("""
                {"flags": {"a": {"state": "ENABLED", "variants": {"on": true}, "targeting": {"$ref": "x"}}},
                 "$evaluators": {"x": {"!": {"$ref": "y"}}, "y": {"!": {"$ref": "x"}}}}
                """);
        assertThat(read.flaws())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.reason()).contains("refers to itself"));
    }

    @Test
    void nestingEndsAtItsBound() {
        Bounds bounds = new Bounds(10_000, 10, 10, 5, 100, 100);
        assertThat(FlagReader.read(flag("{\"!\":".repeat(5) + "true" + "}".repeat(5)), bounds)
                        .flaws())
                .isEmpty();
        assertThat(FlagReader.read(flag("{\"!\":".repeat(6) + "true" + "}".repeat(6)), bounds)
                        .flaws())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.reason()).contains("at most 5 deep"));
    }

    @Test
    void partsOfARuleEndAtTheirBound() {
        Bounds bounds = new Bounds(10_000, 10, 10, 5, 20, 100);
        assertThat(FlagReader.read(flag("{\"and\": [" + "1,".repeat(18) + "1]}"), bounds)
                        .flaws())
                .isEmpty();
        assertThat(FlagReader.read(flag("{\"and\": [" + "1,".repeat(20) + "1]}"), bounds)
                        .flaws())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.reason()).contains("at most 20 parts"));
    }

    @Test
    void flagsVariantsAndValuesEndAtTheirBounds() {
        Bounds bounds = new Bounds(2_000, 2, 2, 5, 20, 10);
        String three = IntStream.range(0, 3)
                .mapToObj(i -> "\"f%d\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true}}".formatted(i))
                .collect(Collectors.joining(","));
        assertThat(FlagReader.read("{\"flags\": {" + three + "}}", bounds)
                        .flags()
                        .size())
                .isEqualTo(2);
        assertThat(FlagReader.read("{\"flags\": {" + three + "}}", bounds).flaws())
                .extracting(Flaw::path)
                .containsExactly("/flags");
        assertThat(FlagReader.read(withVariants("\"a\": 1, \"b\": 2, \"c\": 3"), bounds)
                        .flaws())
                .extracting(Flaw::path)
                .contains("/flags/f/variants");
        assertThat(FlagReader.read(withVariants("\"a\": \"12345678901\""), bounds)
                        .flaws())
                .extracting(Flaw::path)
                .containsExactly("/flags/f/variants/a");
        assertThat(FlagReader.read(" ".repeat(2_001), bounds).flaws())
                .extracting(Flaw::path)
                .containsExactly("");
    }

    private static String flag(String targeting) {
        return "{\"flags\": {\"f\": {\"state\": \"ENABLED\", \"variants\": {\"true\": 1, \"false\": 0}, \"targeting\": %s}}}"
                .formatted(targeting);
    }

    private static String withVariants(String variants) {
        return "{\"flags\": {\"f\": {\"state\": \"ENABLED\", \"variants\": {%s}}}}".formatted(variants);
    }
}
