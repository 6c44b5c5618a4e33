package dev.mayfly.edge.bots.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {
    private static String of(String html) {
        return Markdown.of(html.getBytes(StandardCharsets.UTF_8), "utf-8", "https://shop.example.com/a/b")
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "<h1>One</h1><p>Two  three</p> | # One/n/nTwo three",
                "<p>a <b>bold</b> and <em>slanted</em>, <code>x</code></p> | a **bold** and *slanted*, `x`",
                "<p>one<p>two | one/n/ntwo",
                "a<br>b | a  /nb",
                "<a href='/x?y=z'>go</a> there | [go](https://shop.example.com/x?y=z) there",
                "<a href='c'>go</a> | [go](https://shop.example.com/a/c)",
                "<a href='javascript:alert(1)'>go</a> | go",
                "<img src='/i.png' alt='a cat'> | ![a cat](https://shop.example.com/i.png)",
                "<img src='data:image/png;base64,xx'>x | x",
                "<script>evil()</script><style>p{}</style>text<svg><text>no</text></svg> | text",
                "<p hidden>no</p>yes | yes",
                "<p>*not bold* [no link] &lt;b> | \\*not bold\\* \\[no link\\] \\<b\\>",
                "<hr>a | ---/n/na",
                "intro<ul><li>one<li>two</ul>end | intro/n/n- one/n- two/n/nend",
                "<ol><li>one<li>two</ol> | 1. one/n2. two",
                "<ul><li>one<ul><li>inner</ul><li>two</ul> | - one/n  - inner/n- two",
                "<blockquote><p>a<p>b</blockquote>c | > a/n>/n> b/n/nc",
                "<pre>x  = 1/n  y*</pre>z | ```/nx  = 1/n  y*/n```/n/nz",
            })
    void pageIsItsText(String html, String markdown) {
        assertThat(of(html.replace("/n", "\n"))).isEqualTo(markdown.replace("/n", "\n") + "\n");
    }

    @Test
    void tableIsATable() {
        assertThat(of("<table><tr><th>a<th>b c</tr><tr><td>1<td><p>2</p><p>3</p></tr></table>end"))
                .isEqualTo("| a | b c |\n| --- | --- |\n| 1 | 2 3 |\n\nend\n");
    }

    @Test
    void titleHeadsAPageWithoutAHeading() {
        assertThat(of("<title>Shop</title><p>x")).isEqualTo("# Shop\n\nx\n");
        assertThat(of("<title>Shop</title><h1>Own</h1>x")).isEqualTo("# Own\n\nx\n");
    }

    @Test
    void hostilePagesCostNoMoreThanLargeOnes() {
        int n = 20_000;
        assertThat(of("<div>".repeat(n) + "deep")).isEqualTo("deep\n");
        assertThat(of("<blockquote>".repeat(n) + "deep")).contains("deep");
        assertThat(of("<ul><li>x".repeat(n)).length()).isLessThan(Markdown.CHARS_MAX + 100);
        assertThat(of("<b>".repeat(n) + "x")).contains("x");
    }

    @Test
    void markdownHasABound() {
        byte[] html = "<ul><li>".repeat(40).concat("<li>x".repeat(150_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(Markdown.of(html, "utf-8", "https://a.example/")).isEmpty();
    }

    @Test
    void charsetOfThePageIsBelieved() {
        byte[] latin = "<meta charset=iso-8859-1><p>caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Markdown.of(latin, null, "https://a.example/")).contains("caf\u00e9\n");
        assertThat(Markdown.of(latin, "no-such-charset", "https://a.example/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/markdown | true",
                "text/markdown, text/html;q=0.9, */*;q=0.1 | true",
                "text/html, text/markdown | true",
                "text/html, text/markdown;q=0.9 | false",
                "Text/Markdown; Q=0.5, text/*;q=0.4 | true",
                "text/markdown;q=0.3, */*;q=0.5 | false",
                "text/markdown;q=0 | false",
                "text/markdown;q=x | false",
                "text/markdown;variant=GFM;q=0.8,text/html;q=0.7 | true",
                "*/* | false",
                "text/* | false",
                "text/html | false"
            })
    void acceptIsWeighed(String accept, boolean markdown) {
        assertThat(Preference.forMarkdown(List.of(accept))).isEqualTo(markdown);
    }

    @Test
    void nobodyAsksWithoutAccept() {
        assertThat(Preference.forMarkdown(List.of())).isFalse();
        assertThat(Preference.forMarkdown(List.of("text/html", "text/markdown")))
                .isTrue();
        assertThat(Preference.forMarkdown(List.of("x/y,".repeat(100) + "text/markdown")))
                .isFalse();
    }

    @Test
    void noiseIsTurned() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        Random random = new Random(seed);
        String[] words = {
            "<p>", "</p>", "<ul>", "</ul>", "<li>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<pre>", "</pre>",
            "<a href=x>", "</a>", "<blockquote>", "</blockquote>", "<h2>", "text", " ", "\n", "<br>", "<b>", "</b>", "*"
        };
        for (int i = 0; i < 1_000; i++) {
            StringBuilder html = new StringBuilder();
            for (int k = random.nextInt(40); k > 0; k--) html.append(words[random.nextInt(words.length)]);
            assertThat(of(html.toString())).as("seed %d: %s", seed, html).endsWith("\n");
        }
    }
}
