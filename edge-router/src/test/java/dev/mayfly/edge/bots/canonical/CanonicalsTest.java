package dev.mayfly.edge.bots.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalsTest {
    private static final String URL = "http://a.example/x?y=z";
    private static final int MAX = 100;

    private long now;
    private final Canonicals canonicals = new Canonicals(MAX, Duration.ofHours(1), () -> now);

    private void page(String url, String html, String... headers) {
        canonicals.reader(url, headers).ifPresent(reader -> {
            reader.piece(html.getBytes(StandardCharsets.UTF_8));
            reader.end();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "<link rel=canonical href=https://b.example/x>, https://b.example/x",
        "<head><LINK href='/x' REL='Canonical'></head><body>, http://a.example/x",
        "<link rel='alternate canonical' href='//b.example/x'>, http://b.example/x"
    })
    void pageSaysWhereItBelongs(String html, String location) {
        page(URL, html);
        assertThat(canonicals.elsewhere(URL)).contains(location);
    }

    @Test
    void pageMayComeInPieces() {
        CanonicalReader reader = canonicals.reader(URL, new String[0]).orElseThrow();
        for (char c : "<head><link rel=canonical href=/n></head".toCharArray()) reader.piece(new byte[] {(byte) c});
        assertThat(canonicals.elsewhere(URL)).contains("http://a.example/n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<link rel=canonical>",
                "<link rel=stylesheet href=/x>",
                "<link rel=noncanonical href=/x>",
                "<!-- <link rel=canonical href=/x> -->",
                "<script>'<link rel=canonical href=/x>'</script>",
                "<link rel=canonical href='javascript:x'>",
                "<link rel=canonical href='/caf\u00e9'>",
                "<link rel=canonical href='https://a.example/x?y=z'>"
            })
    void otherwiseItBelongsHere(String html) {
        page(URL, html);
        assertThat(canonicals.elsewhere(URL)).isEmpty();
    }

    @Test
    void whatStandsBehindTheBoundIsNotRead() {
        page(URL, " ".repeat(CanonicalReader.BYTES_MAX) + "<link rel=canonical href=/n>");
        assertThat(canonicals.elsewhere(URL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<https://b.example/x>; rel=canonical",
                "<https://b.example/x>; rel=\"canonical\"",
                "<https://c.example/>; rel=next, <https://b.example/x>; type=\"text/html\"; rel=\"alternate canonical\""
            })
    void headerSaysItToo(String link) {
        page(URL, "<link rel=canonical href=/n>", "Link", link);
        assertThat(canonicals.elsewhere(URL)).contains("https://b.example/x");
    }

    @Test
    void placeThatBelongsElsewhereIsNobodysGoal() {
        page("http://a.example/1", "<link rel=canonical href=/2>");
        page("http://a.example/2", "<link rel=canonical href=/1>");
        assertThat(canonicals.elsewhere("http://a.example/1")).isEmpty();
        assertThat(canonicals.elsewhere("http://a.example/2")).isEmpty();
    }

    @Test
    void samePageIsNotReadTwice() {
        page(URL, "<link rel=canonical href=/n>", "ETag", "\"1\"");
        assertThat(canonicals.reader(URL, new String[] {"etag", "\"1\""})).isEmpty();
        assertThat(canonicals.reader(URL, new String[] {"etag", "\"2\""})).isPresent();
        page(URL, "", "ETag", "\"2\"");
        assertThat(canonicals.elsewhere(URL)).isEmpty();
    }

    @Test
    void pageWithoutATagIsReadOnceAMinute() {
        page(URL, "<link rel=canonical href=/n>");
        assertThat(canonicals.reader(URL, new String[0])).isEmpty();
        now += Duration.ofMinutes(1).toNanos();
        assertThat(canonicals.reader(URL, new String[0])).isPresent();
    }

    @Test
    void whatIsKnownIsBelievedForAWhile() {
        page(URL, "<link rel=canonical href=/n>", "ETag", "\"1\"");
        now += Duration.ofHours(1).toNanos();
        assertThat(canonicals.elsewhere(URL)).isEmpty();
        assertThat(canonicals.reader(URL, new String[] {"etag", "\"1\""})).isPresent();
    }

    @Test
    void pagesThatAreReadAtATimeHaveABound() {
        CanonicalReader first =
                canonicals.reader("http://a.example/", new String[0]).orElseThrow();
        for (int i = 1; i < Canonicals.READERS_MAX; i++)
            assertThat(canonicals.reader(URL + i, new String[0])).isPresent();
        assertThat(canonicals.reader(URL, new String[0])).isEmpty();
        first.drop();
        first.end();
        assertThat(canonicals.reader(URL, new String[0])).isPresent();
        assertThat(canonicals.reader(URL, new String[0])).isEmpty();
    }

    @Test
    void whatIsKnownHasABound() {
        for (int i = 0; i < 2 * MAX; i++) page(URL + i, "<link rel=canonical href=/n>");
        assertThat(canonicals.size()).isEqualTo(MAX);
        assertThat(canonicals.reader("http://a.example/" + "x".repeat(Canonicals.URL_MAX), new String[0]))
                .isEqualTo(Optional.empty());
    }
}
