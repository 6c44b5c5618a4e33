package dev.mayfly.retrieval.chunking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.retrieval.chunking.Chunker.Span;
import dev.mayfly.retrieval.chunking.Chunking.Structure;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    @Test
    void shortTextIsOnePassage() {
        assertThat(spans(new Chunking(200, 20, Structure.text), "short")).containsExactly("short");
        assertThat(spans(new Chunking(200, 20, Structure.text), "")).containsExactly("");
    }

    @Test
    void passagesEndWhereSentencesDo() {
        String text = "A sentence of some length that says little. ".repeat(20);
        List<String> passages = spans(new Chunking(200, 0, Structure.text), text);
        assertThat(passages)
                .hasSizeGreaterThan(3)
                .allSatisfy(passage -> assertThat(passage).endsWith(". "));
        assertThat(String.join("", passages)).isEqualTo(text);
    }

    @Test
    void headingBeginsAPassage() {
        String text = "# One\n" + "word ".repeat(30) + "\n# Two\n" + "word ".repeat(30);
        assertThat(spans(new Chunking(200, 50, Structure.markdown), text).get(1))
                .startsWith("# Two");
    }

    @Test
    void pageOfAPdfBeginsAPassage() {
        String text = "word ".repeat(30) + "end\f" + "page ".repeat(30);
        List<String> passages = spans(new Chunking(200, 50, Structure.pdf), text);
        assertThat(passages).hasSize(2);
        assertThat(passages.getFirst()).endsWith("end\f");
        assertThat(passages.get(1)).startsWith("page ");
    }

    @Test
    void anyTextIsCoveredInOrderAndWithinTheSize() {
        long seed = Long.getLong("mayfly.seed", 20_261_128L);
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            Chunking chunking =
                    new Chunking(200 + random.nextInt(300), random.nextInt(100), Structure.values()[random.nextInt(2)]);
            String text = random.ints(random.nextInt(3_000), 0, 8)
                    .mapToObj(pick -> List.of("a", " ", "\n", "# ", "word", ". ", "😀", "\n\n")
                            .get(pick))
                    .collect(java.util.stream.Collectors.joining());
            int covered = 0;
            for (Span span : new Chunker(chunking).spans(text)) {
                assertThat(span.from()).isLessThanOrEqualTo(covered);
                assertThat(span.to() - span.from()).isLessThanOrEqualTo(chunking.size());
                covered = span.to();
            }
            assertThat(covered).isEqualTo(text.length());
        }
    }

    @Test
    void whatPeopleReadOfAPageIsKept() {
        String html = "<h1>Title</h1><script>no()</script><p>One &amp; two</p><nav>away</nav><p>three</p>";
        assertThat(PlainText.of(html, Structure.html)).isEqualTo("Title\n\nOne & two\n\nthree");
    }

    @Test
    void pagesOfAnyShapeAreRead() {
        int many = 100_000;
        assertThat(PlainText.of("a" + "<br>".repeat(many) + "b" + "<script></script>".repeat(many), Structure.html))
                .isEqualTo("a\n\nb");
        assertThat(PlainText.of("<div>".repeat(20_000) + "deep", Structure.html))
                .isEqualTo("deep");
        assertThat(PlainText.of("<b>o</b>ne <i>two</i><p>three</p>four<td>5", Structure.html))
                .isEqualTo("one two\n\nthree four5");
    }

    @Test
    void sizesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Chunking(199, 0, Structure.text)).hasMessageContaining("between 200 and 20000");
        assertThatThrownBy(() -> new Chunking(200, 101, Structure.text)).hasMessageContaining("half of the size");
    }

    private static List<String> spans(Chunking chunking, String text) {
        return new Chunker(chunking)
                .spans(text).stream().map(span -> span.of(text)).toList();
    }
}
