package dev.mayfly.isolates.worker.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.worker.html.Rewriting.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Documents that nobody would write, in pieces that nobody would cut: what is seen of them does not depend on the pieces. */
class RewritingTest {
    private static final long SEED = Long.getLong("mayfly.seed", System.nanoTime());
    private static final int DOCUMENTS = Integer.getInteger("mayfly.documents", 2_000);
    private static final String[] BITS = {
        "<",
        ">",
        "/",
        "!",
        "-",
        "--",
        "<!--",
        "-->",
        "--!>",
        "<script",
        "</script",
        "script",
        " ",
        "=",
        "\"",
        "'",
        "a",
        "p",
        "</p>",
        "<svg>",
        "</svg>",
        "<math><mi>",
        "<desc>",
        "<![CDATA[",
        "]]>",
        "]",
        "<title>",
        "</title>",
        "<textarea ",
        "<!DOCTYPE ",
        "é",
        "€",
        "\ud83d\ude00",
        "&amp;",
        "?",
        "\0",
        "\n",
        "<br/>",
        "<b c=d>",
        "<plaintext>",
        "</"
    };

    private final Random random = new Random(SEED);

    @Test
    void piecesOfAnySizeAreOneDocument() {
        for (int i = 0; i < DOCUMENTS; i++) {
            var document = document();
            var whole = read(document, document.length);
            var about = "seed %d, document %d: %s".formatted(SEED, i, new String(document, StandardCharsets.UTF_8));
            assertThat(whole.out).as(about).isEqualTo(document);
            for (int most : new int[] {1, 2, 7}) {
                var cut = read(document, most);
                assertThat(cut.out).as(about).isEqualTo(document);
                assertThat(cut.seen).as(about).isEqualTo(whole.seen);
            }
        }
    }

    private byte[] document() {
        var bytes = new ByteArrayOutputStream();
        for (int i = random.nextInt(30); i >= 0; i--) {
            if (random.nextInt(20) == 0) bytes.write(random.nextInt(256));
            else bytes.writeBytes(BITS[random.nextInt(BITS.length)].getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private record Reading(byte[] out, List<String> seen) {}

    /** In pieces of at most so many bytes. */
    private Reading read(byte[] document, int most) {
        var rewriting = new Rewriting("utf-8", List.of("*"), List.of("ect", "dctz"));
        var editing = new Editing(rewriting);
        var out = new ByteArrayOutputStream();
        var seen = new ArrayList<String>();
        var text = new StringBuilder();
        for (int at = 0; ; ) {
            switch (rewriting.next()) {
                case Step.Done() -> {
                    return new Reading(out.toByteArray(), seen);
                }
                case Step.Take() -> out.writeBytes(rewriting.take());
                case Step.Feed() -> {
                    int end = Math.min(document.length, at + 1 + random.nextInt(most));
                    if (at == document.length) rewriting.end();
                    else rewriting.feed(Arrays.copyOfRange(document, at, end));
                    at = end;
                }
                case Step.Stream(int number) -> throw new AssertionError("nobody inserted a stream");
                case Step.Forget(int number) -> throw new AssertionError("nobody inserted a stream");
                case Step.CallAtEnd(List<Object> handlers) -> seen.add("/" + editing.ask("name", "") + handlers);
                case Step.Call(char what, List<Integer> handlers)
                when what == 't' -> {
                    text.append(editing.ask("text", ""));
                    if (!Boolean.TRUE.equals(editing.ask("last", ""))) continue;
                    seen.add("text " + text + handlers);
                    text.setLength(0);
                }
                case Step.Call(char what, List<Integer> handlers) -> {
                    seen.add(what + " " + shown(editing, what) + handlers);
                    if (what == 'e' && !Boolean.TRUE.equals(editing.ask("removed", ""))) listen(editing);
                }
            }
        }
    }

    private static String shown(Editing editing, char what) {
        return switch (what) {
            case 'e' -> editing.ask("name", "") + " " + editing.ask("attributes", "") + editing.ask("namespace", "");
            case 'c' -> String.valueOf(editing.ask("text", ""));
            case 'd' -> editing.ask("name", "") + " " + editing.ask("publicId", "") + editing.ask("systemId", "");
            default -> "";
        };
    }

    private static void listen(Editing editing) {
        try {
            editing.onEndTag("x");
        } catch (IllegalArgumentException empty) {
            assertThat(empty).hasMessageContaining("has no end tag");
        }
    }
}
