package dev.mayfly.edge.bots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.edge.EdgeConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private static final Crawler TRAINER = new Crawler("GPTBot", "OpenAI", Purpose.train);
    private static final Crawler SEARCHER = new Crawler("bingbot", "", Purpose.search);

    static BotsConfig config(Map<String, String> settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(EdgeConfig.class);
        settings.forEach((key, value) -> builder.withDefaultValue("mayfly.edge.bots." + key, value));
        return builder.build().getConfigMapping(EdgeConfig.class).bots();
    }

    private static Rules rules(String... settings) {
        Map<String, String> map = new TreeMap<>();
        for (String setting : settings) map.put("rules" + setting.split("=", 2)[0], setting.split("=", 2)[1]);
        return new Rules(config(map).rules());
    }

    private static Rules.Finding find(Rules rules, Crawler crawler) {
        return rules.find("a.example.com", "/x?y", crawler, Standing.unasked);
    }

    @Test
    void firstThatFitsDecides() {
        Rules rules = rules("[0].purpose=search", "[0].answer=allow", "[1].answer=403", "[2].answer=410");
        assertThat(treatment(rules, SEARCHER)).isEqualTo(new Treatment.Allow());
        assertThat(treatment(rules, TRAINER)).isEqualTo(new Treatment.Forbid());
    }

    private static Treatment treatment(Rules rules, Crawler crawler) {
        return ((Rules.Finding.First) find(rules, crawler)).rule().treatment();
    }

    @Test
    void markdownIsForEverybodyUnlessItIsForSome() {
        assertThat(rules("[0].answer=markdown").turnsForEverybody("h", "/")).isTrue();
        assertThat(rules("[0].path=/docs", "[0].answer=markdown").turnsForEverybody("h", "/"))
                .isFalse();
        assertThat(rules("[0].purpose=agent", "[0].answer=markdown").turnsForEverybody("h", "/"))
                .isFalse();
        assertThat(rules("[0].answer=allow").turnsForEverybody("h", "/")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "host, a.example.com, true",
        "host, A.Example.com, true",
        "host, *.example.com, true",
        "host, *, true",
        "host, example.com, false",
        "host, *.a.example.com, false",
        "path, /x, true",
        "path, /*y$, true",
        "path, /z, false",
        "purpose, 'search,train', true",
        "purpose, search, false",
        "name, 'bingbot, gptbot', true",
        "name, GPT, false"
    })
    void everyConditionMustHold(String key, String value, boolean fits) {
        Rules.Finding finding = find(rules("[0]." + key + "=" + value, "[0].answer=403"), TRAINER);
        assertThat(finding instanceof Rules.Finding.First).isEqualTo(fits);
    }

    @Test
    void onlyARuleThatNeedsItAsksWhoTheCrawlerIs() {
        Rules rules = rules("[0].name=bingbot", "[0].verified=yes", "[0].answer=allow", "[1].answer=403");
        assertThat(find(rules, TRAINER)).isInstanceOf(Rules.Finding.First.class);
        assertThat(find(rules, SEARCHER)).isEqualTo(new Rules.Finding.DependsOnStanding());
        assertThat(rules.find("h", "/", SEARCHER, Standing.verified))
                .isInstanceOfSatisfying(
                        Rules.Finding.First.class,
                        first -> assertThat(first.rule().treatment()).isEqualTo(new Treatment.Allow()));
        assertThat(rules.find("h", "/", SEARCHER, Standing.unverified))
                .isInstanceOfSatisfying(
                        Rules.Finding.First.class,
                        first -> assertThat(first.rule().treatment()).isEqualTo(new Treatment.Forbid()));
    }

    @ParameterizedTest
    @CsvSource({
        "answer, 200",
        "answer, block",
        "purpose, learn",
        "verified, perhaps",
        "host, 'a b'",
        "host, example.com:80",
        "path, x",
        "price, USD 1",
        "location, /x"
    })
    void ruleThatCannotBeReadNamesItsSetting(String key, String value) {
        Map<String, String> settings = new TreeMap<>(Map.of("[1].answer", "403"));
        settings.put("[1]." + key, value);
        settings.put("[0].answer", "allow");
        Map<String, String> all = new TreeMap<>();
        settings.forEach((k, v) -> all.put("rules" + k, v));
        assertThatThrownBy(() -> new Rules(config(all).rules()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mayfly.edge.bots.rules[1]." + key + " is '" + value + "' and must be ");
    }

    @ParameterizedTest
    @CsvSource({"''", "ftp://x", "//evil.example", "/{path}", "{path}", "https://{path}", "https://x/{host}"})
    void placeToMoveToIsBeyondDoubt(String location) {
        assertThatThrownBy(() -> rules("[0].answer=301", "[0].location=" + location))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mayfly.edge.bots.rules[0].location is ");
    }
}
