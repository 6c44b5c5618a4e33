package dev.mayfly.edge.bots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownCrawlersTest {
    private static final KnownCrawlers CRAWLERS = KnownCrawlers.bundled();

    /** One text of each that the public list has an example of. */
    @Test
    void everyCrawlerIsKnownByItsExample() throws IOException {
        List<String> missed = samples().stream()
                .filter(sample -> CRAWLERS.byAgent(sample[1]).isEmpty())
                .map(sample -> sample[0] + ": " + sample[1])
                .toList();
        assertThat(samples()).hasSizeGreaterThan(1400);
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot) | GPTBot | train
            gptbot | GPTBot | train
            Mozilla/5.0 (compatible; ChatGPT-User/1.0; +https://openai.com/bot) | ChatGPT-User | agent
            Mozilla/5.0 (compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot) | OAI-SearchBot | search
            Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com) | ClaudeBot | train
            Claude-User/1.0 | Claude-User | agent
            CCBot/2.0 (https://commoncrawl.org/faq/) | CCBot | train
            Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | Googlebot | search
            Googlebot-Image/1.0 | Googlebot-Image | search
            Mozilla/5.0 (compatible; GoogleOther-Image/1.0) | GoogleOther-Image | other
            Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) | bingbot | search
            Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/) | AhrefsBot | other
            meta-externalagent/1.1 | meta-externalagent | train
            curl/8.5.0 | curl | other
            """)
    void purposeIsThatOfItsOwnPage(String agent, String name, Purpose purpose) {
        assertThat(CRAWLERS.byAgent(agent)).hasValueSatisfying(crawler -> {
            assertThat(crawler.name()).isEqualTo(name);
            assertThat(crawler.purpose()).isEqualTo(purpose);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
                "my operator and his spider write code",
                "NotGPTBotAtAll/1.0"
            })
    void peopleAreNoCrawlers(String agent) {
        assertThat(CRAWLERS.byAgent(agent)).isEmpty();
    }

    @Test
    void operatorIsKnownWhereTheListSaysIt() {
        assertThat(CRAWLERS.named("gptbot")).map(Crawler::operator).contains("OpenAI");
        assertThat(CRAWLERS.named("nobody")).isEmpty();
    }

    @Test
    void textsThatAreRememberedHaveABound() {
        KnownCrawlers crawlers = KnownCrawlers.bundled();
        for (int i = 0; i < KnownCrawlers.KEPT + 100; i++) crawlers.byAgent("agent " + i);
        assertThat(crawlers.texts()).isEqualTo(KnownCrawlers.KEPT);
    }

    @Test
    void whatStandsBehindTheBoundIsNotRead() {
        String agent = "x".repeat(KnownCrawlers.READ_MAX) + " GPTBot/1.0";
        assertThat(CRAWLERS.byAgent(agent)).isEqualTo(Optional.empty());
    }

    @Test
    void noiseNeverFails() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String[]> samples = samplesUnchecked();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder noise = new StringBuilder(samples.get(random.nextInt(samples.size()))[1]);
            for (int k = random.nextInt(10); k > 0; k--)
                noise.insert(random.nextInt(noise.length() + 1), (char) random.nextInt(0x250));
            assertThat(CRAWLERS.byAgent(noise.toString())).as("seed %d", seed).isNotNull();
        }
    }

    private static List<String[]> samplesUnchecked() {
        try {
            return samples();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Pattern of the list, and a text. */
    private static List<String[]> samples() throws IOException {
        try (var in = KnownCrawlersTest.class.getResourceAsStream("/crawler-samples.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(line -> line.split("\t", 2))
                    .toList();
        }
    }
}
