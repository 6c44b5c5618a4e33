package dev.mayfly.edge.bots.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of RFC 9309. */
class RobotsTxtTest {
    /** RFC 9309 5.1. */
    private static final RobotsTxt SIMPLE = RobotsTxt.read("""
            User-Agent: *
            Disallow: *.gif$
            Disallow: /example/
            Allow: /publications/

            User-Agent: foobot
            Disallow:/
            Allow:/example/page.html
            Allow:/example/allowed.gif

            User-Agent: barbot
            User-Agent: bazbot
            Disallow: /example/page.html

            User-Agent: quxbot

            EOF
            """);

    @ParameterizedTest
    @CsvSource({
        "anybot, /a/b.gif, false",
        "anybot, /a/b.gif?x, true",
        "anybot, /example/x, false",
        "anybot, /publications/x, true",
        "anybot, /, true",
        "foobot, /, false",
        "foobot, /example/page.html, true",
        "foobot, /example/allowed.gif, true",
        "FooBot/2.1, /publications/, false",
        "barbot, /example/page.html, false",
        "bazbot, /example/page.html, false",
        "barbot, /a.gif, true",
        "quxbot, /a.gif, true",
        "quxbot, /example/, true",
        "foobot, /robots.txt, true"
    })
    void simpleExampleOfTheStandard(String product, String path, boolean allowed) {
        assertThat(SIMPLE.allows(product, path)).isEqualTo(allowed);
    }

    /** RFC 9309 5.2. */
    @Test
    void longestMatchWins() {
        RobotsTxt robots =
                RobotsTxt.read("User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n");
        assertThat(robots.allows("foobot", "/example/page/disallowed.gif")).isFalse();
        assertThat(robots.allows("foobot", "/example/page/other")).isTrue();
    }

    @Test
    void ofEqualMatchesTheOneThatAllowsWins() {
        assertThat(RobotsTxt.read("User-agent: *\nDisallow: /a\nAllow: /a\n").allows("x", "/a"))
                .isTrue();
        assertThat(RobotsTxt.read("User-agent: *\nAllow: /a\nDisallow: /a\n").allows("x", "/a"))
                .isTrue();
    }

    /** RFC 9309 2.2.1. */
    @Test
    void groupsOfTheSameNameAreOne() {
        RobotsTxt robots = RobotsTxt.read("""
                user-agent: ExampleBot
                disallow: /foo
                disallow: /bar

                user-agent: ExampleBot
                disallow: /baz
                """);
        for (String path : new String[] {"/foo", "/bar", "/baz"})
            assertThat(robots.allows("examplebot", path)).as(path).isFalse();
        assertThat(robots.allows("examplebot", "/qux")).isTrue();
        assertThat(robots.allows("otherbot", "/foo")).isTrue();
    }

    /** RFC 9309 2.2.2. */
    @ParameterizedTest
    @CsvSource({
        "/foo/bar?baz=quz, /foo/bar?baz=quz",
        "/foo/bar/ツ, /foo/bar/%E3%83%84",
        "/foo/bar/%e3%83%84, /foo/bar/%E3%83%84",
        "/foo/bar/%62%61%7A, /foo/bar/baz"
    })
    void encodingsAreCompared(String rule, String path) {
        RobotsTxt robots = RobotsTxt.read("User-agent: *\nDisallow: " + rule + "\n");
        assertThat(robots.allows("x", path)).isFalse();
    }

    @Test
    void unencodedRuleIsFoundByAnUnencodedAndAnEncodedPath() {
        RobotsTxt robots = RobotsTxt.read("User-agent: *\nDisallow: /foo/bar/baz\n");
        assertThat(robots.allows("x", "/foo/bar/%62%61%7A")).isFalse();
    }

    @Test
    void commentsMarksAndLineEndsAreLeftAside() {
        RobotsTxt robots = RobotsTxt.read(
                "\ufeff# hello\r\nUser-agent : * # all\rDisallow : /a # not this\nnonsense\nCrawl-delay: 1\n");
        assertThat(robots.allows("x", "/a")).isFalse();
        assertThat(robots.allows("x", "/b")).isTrue();
    }

    @Test
    void emptyFileAllowsEverything() {
        assertThat(RobotsTxt.read("").allows("x", "/a")).isTrue();
        assertThat(RobotsTxt.read("User-agent: *\nDisallow:\n").allows("x", "/a"))
                .isTrue();
        assertThat(RobotsTxt.read("Disallow: /\n").allows("x", "/a")).isTrue();
    }

    @Test
    void whatStandsBehindTheBoundIsNotRead() {
        String text = "#".repeat(RobotsTxt.BYTES_MAX) + "\nUser-agent: *\nDisallow: /\n";
        assertThat(RobotsTxt.read(text).allows("x", "/a")).isTrue();
    }

    @Test
    void signalsAreThoseOfTheGroup() {
        RobotsTxt robots = RobotsTxt.read(
                "User-agent: *\nContent-Signal: search=yes, AI-train=no, nonsense\nAllow: /\nUser-agent: x\nAllow: /\n");
        assertThat(robots.signals("y")).containsOnly(Map.entry("search", "yes"), Map.entry("ai-train", "no"));
        assertThat(robots.signals("x")).isEmpty();
    }

    @Test
    void noiseIsRead() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        Random random = new Random(seed);
        String[] words = {"User-agent", ":", "*", "Allow", "Disallow", "/", "%", "%4", "$", "\n", "\r", "#", "é", " "};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(30); k > 0; k--) text.append(words[random.nextInt(words.length)]);
            RobotsTxt robots = RobotsTxt.read(text.toString());
            assertThat(robots.allows("x", "/robots.txt"))
                    .as("seed %d: %s", seed, text)
                    .isTrue();
            robots.allows("x", text.toString());
        }
    }
}
