package dev.mayfly.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.flags.rule.Bucketing;
import dev.mayfly.flags.rule.JsonValues;
import dev.mayfly.flags.rule.Node;
import dev.mayfly.flags.rule.RuleReader;
import dev.mayfly.flags.rule.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each operator, with what it makes of sound and of odd arguments. */
class RulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"var\": \"a.b\"} | {\"a\": {\"b\": 3}} | 3",
                "{\"var\": \"a.1\"} | {\"a\": [7, 8]} | 8",
                "{\"var\": \"a.9\"} | {\"a\": [7, 8]} | null",
                "{\"var\": [\"x\", 5]} | {} | 5",
                "{\"var\": \"\"} | {\"a\": 1} | {\"a\": 1}",
                "{\"var\": {\"cat\": [\"a\", \".b\"]}} | {\"a\": {\"b\": 3}} | 3",
                "{\"if\": [false, 1, true, 2, 3]} | {} | 2",
                "{\"if\": [false, 1]} | {} | null",
                "{\"?:\": [[], 1, 2]} | {} | 2",
                "{\"and\": [1, \"\", 3]} | {} | \"\"",
                "{\"or\": [0, \"x\", 3]} | {} | \"x\"",
                "{\"!\": [[]]} | {} | true",
                "{\"!!\": [\"0\"]} | {} | true",
                "{\"==\": [1, \"1\"]} | {} | true",
                "{\"==\": [null, 0]} | {} | false",
                "{\"==\": [null, {\"var\": \"x\"}]} | {} | true",
                "{\"===\": [1, \"1\"]} | {} | false",
                "{\"===\": [1, 1.0]} | {} | true",
                "{\"!=\": [1, \"1\"]} | {} | false",
                "{\"!==\": [1, \"1\"]} | {} | true",
                "{\"<\": [1, \"2\"]} | {} | true",
                "{\"<\": [\"10\", \"9\"]} | {} | true",
                "{\"<\": [\"x\", 1]} | {} | false",
                "{\"<\": [1, 2, 3]} | {} | true",
                "{\"<=\": [1, 1, 0]} | {} | false",
                "{\">\": [2, 1]} | {} | true",
                "{\">=\": [1, 1]} | {} | true",
                "{\"+\": [1, \"2\", 3.5]} | {} | 6.5",
                "{\"-\": [1]} | {} | -1",
                "{\"-\": [5, 3]} | {} | 2",
                "{\"*\": [2, 3, 4]} | {} | 24",
                "{\"/\": [1, 4]} | {} | 0.25",
                "{\"<=\": [{\"/\": [1, 0]}, 5]} | {} | false",
                "{\"<\": [{\"-\": [{\"var\": \"x\"}, 1]}, 5]} | {\"x\": \"abc\"} | false",
                "{\"%\": [7, 4]} | {} | 3",
                "{\"min\": [3, 1, 2]} | {} | 1",
                "{\"!!\": [{\"*\": [\"x\", 2]}]} | {} | false",
                "{\"cat\": [\"a\", 1, 1.5, null, true, [1, 2]]} | {} | \"a11.5true1,2\"",
                "{\"cat\": [0.00001, \" \", 1e21]} | {} | \"0.00001 1e+21\"",
                "{\"substr\": [\"jsonlogic\", 4]} | {} | \"logic\"",
                "{\"substr\": [\"jsonlogic\", -5]} | {} | \"logic\"",
                "{\"substr\": [\"jsonlogic\", 1, 3]} | {} | \"son\"",
                "{\"substr\": [\"jsonlogic\", 4, -2]} | {} | \"log\"",
                "{\"substr\": [\"ab\", 9]} | {} | \"\"",
                "{\"in\": [\"b\", \"abc\"]} | {} | true",
                "{\"in\": [1, \"v1\"]} | {} | true",
                "{\"in\": [{\"var\": \"email\"}, \"a@example.com b@example.com\"]} | {} | false",
                "{\"in\": [2, [1, 2]]} | {} | true",
                "{\"in\": [\"2\", [1, 2]]} | {} | false",
                "{\"merge\": [1, [2, [3]]]} | {} | [1, 2, [3]]",
                "{\"map\": [{\"var\": \"n\"}, {\"*\": [{\"var\": \"\"}, 2]}]} | {\"n\": [1, 2]} | [2, 4]",
                "{\"filter\": [{\"var\": \"n\"}, {\">\": [{\"var\": \"\"}, 1]}]} | {\"n\": [1, 2]} | [2]",
                "{\"reduce\": [{\"var\": \"n\"}, {\"+\": [{\"var\": \"current\"}, {\"var\": \"accumulator\"}]}, 10]} | {\"n\": [1, 2]} | 13",
                "{\"all\": [{\"var\": \"n\"}, {\">\": [{\"var\": \"\"}, 0]}]} | {\"n\": [1, 2]} | true",
                "{\"all\": [[], true]} | {} | false",
                "{\"some\": [[1, 2], {\"==\": [{\"var\": \"\"}, 2]}]} | {} | true",
                "{\"none\": [[], true]} | {} | true",
                "{\"missing\": [\"a\", \"b\"]} | {\"a\": 1} | [\"b\"]",
                "{\"missing\": [\"$flagd.flagKey\", \"$flagd.timestamp\", \"x\"]} | {} | [\"x\"]",
                "{\"var\": {\"cat\": [\"$flagd.\", \"flagKey\"]}} | {} | \"colour\"",
                "{\"missing_some\": [1, [\"a\", \"b\"]]} | {\"a\": 1} | []",
                "{\"missing_some\": [2, [\"a\", \"b\"]]} | {\"a\": 1} | [\"b\"]",
                "{\"starts_with\": [\"abc\", \"ab\"]} | {} | true",
                "{\"ends_with\": [\"abc\", 3]} | {} | null",
                "{\"sem_ver\": [\"1.2.3-beta.2\", \"<\", \"1.2.3-beta.11\"]} | {} | true",
                "{\"sem_ver\": [\"1.10.0\", \">\", \"1.9.9\"]} | {} | true",
                "{\"sem_ver\": [\"1.2.3\", \">=\", \"1.2.3-rc\"]} | {} | true",
                "{\"sem_ver\": [\"01.0.0\", \"=\", \"1.0.0\"]} | {} | null",
                "{\"sem_ver\": [{\"var\": \"v\"}, {\"var\": \"o\"}, \"1\"]} | {\"v\": 1.2, \"o\": \"^\"} | true",
                "{\"var\": \"$flagd.flagKey\"} | {} | \"colour\"",
                "{\"map\": [[1], {\"var\": \"$flagd.flagKey\"}]} | {} | [null]",
                "{\"var\": \"$flagd.timestamp\"} | {} | 1700000000",
                "{\"log\": [\"x\"]} | {} | \"x\"",
                "{\"a\": 1, \"b\": 2} | {} | {\"a\": 1, \"b\": 2}"
            })
    void operatorGives(String rule, String context, String result) throws Exception {
        assertThat(evaluated(rule, context, Bucketing.TEXT)).isEqualTo(JsonValues.of(JSON.readTree(result)));
    }

    @Test
    void rulesOfListsSeeTheirElementAloneAndTheContextAgainBehindIt() throws Exception {
        String rule = """
                {"cat": [{"map": [[{"var": "a"}], {"var": "a"}]}, {"var": "a"}]}
                """;
        assertThat(evaluated(rule, "{\"a\": 1}", Bucketing.TEXT)).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        // MurmurHash3 has these values for these texts: 0, 1, 2^31 - 1, 2^31 and 2^32 - 1.
        "ejOoVL, lower",
        "bY9fO-, lower",
        "SI7p-, lower",
        "6LvT0, upper",
        "ceQdGm, upper"
    })
    void sharesBeginAndEndWhereTheHashDoes(String who, String share) throws Exception {
        String rule = "{\"fractional\": [{\"var\": \"who\"}, [\"lower\", 50], [\"upper\", 50]]}";
        assertThat(evaluated(rule, "{\"who\": \"%s\"}".formatted(who), Bucketing.TEXT))
                .isEqualTo(share);
    }

    @Test
    void everybodyGetsAShareInProportion() throws Exception {
        Node rule = read("{\"fractional\": [[\"a\", 1], [\"b\", 3]]}");
        int a = 0;
        for (int i = 0; i < 10_000; i++) {
            Map<String, ?> context = Map.of("targetingKey", "user-" + i);
            Object one = rule.evaluate(new Scope("colour", context, 0, Bucketing.TEXT));
            assertThat(rule.evaluate(new Scope("colour", context, 1, Bucketing.TEXT)))
                    .isEqualTo(one);
            if ("a".equals(one)) a++;
        }
        assertThat(a).isBetween(2_300, 2_700);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"fractional\": [[\"a\"], [\"b\"]]} | {}",
                "{\"fractional\": [[\"a\"], [\"b\"]]} | {\"targetingKey\": 5}",
                "{\"fractional\": [[\"a\", 0], [\"b\", 0]]} | {\"targetingKey\": \"x\"}",
                "{\"fractional\": [[\"a\", {\"var\": \"w\"}], [\"b\", 1]]} | {\"targetingKey\": \"x\", \"w\": \"many\"}",
                "{\"fractional\": [[\"a\", 2147483647], [\"b\", 1]]} | {\"targetingKey\": \"x\"}",
                "{\"fractional\": [7, [\"a\"]]} | {\"targetingKey\": \"x\"}"
            })
    void withoutSomebodyOrWeightsThereIsNoShare(String rule, String context) throws Exception {
        assertThat(evaluated(rule, context, Bucketing.TEXT)).isNull();
    }

    @Test
    void editionsOfFlagdPlaceTheSamePersonDifferently() throws Exception {
        String rule = """
                {"fractional": [{"cat": [{"var": "$flagd.flagKey"}, {"var": "who"}]}, ["clubs", 25], ["diamonds", 25], ["hearts", 25], ["spades", 25]]}
                """;
        String jack = "{\"who\": \"jack\"}";
        assertThat(evaluatedFor("fractional-flag", rule, jack, Bucketing.PERCENT))
                .isEqualTo("spades");
        assertThat(evaluatedFor("fractional-flag", rule, jack, Bucketing.TEXT)).isEqualTo("hearts");
        assertThat(evaluatedFor("fractional-flag", rule, jack, Bucketing.CBOR)).isEqualTo("diamonds");
    }

    @Test
    void numbersAndObjectsAreSomebodyForCborAlone() throws Exception {
        String rule = "{\"fractional\": [{\"var\": \"who\"}, [\"a\"], [\"b\"]]}";
        assertThat(evaluated(rule, "{\"who\": {\"b\": 1, \"a\": 2.0}}", Bucketing.CBOR))
                .isNotNull()
                .isEqualTo(evaluated(rule, "{\"who\": {\"a\": 2, \"b\": 1}}", Bucketing.CBOR));
        assertThat(evaluated(rule, "{\"who\": 5}", Bucketing.TEXT)).isNull();
    }

    private Object evaluated(String rule, String context, Bucketing bucketing) throws Exception {
        return evaluatedFor("colour", rule, context, bucketing);
    }

    private Object evaluatedFor(String flag, String rule, String context, Bucketing bucketing) throws Exception {
        return read(rule).evaluate(new Scope(flag, JsonValues.map(JSON.readTree(context)), 1_700_000_000, bucketing));
    }

    private static Node read(String rule) throws Exception {
        return new RuleReader(Map.of(), 32, 1_000, (path, reason) -> {})
                .read(JSON.readTree(rule), "")
                .orElseThrow();
    }
}
