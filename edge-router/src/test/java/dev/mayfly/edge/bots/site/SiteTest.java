package dev.mayfly.edge.bots.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.edge.bots.BotsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    @TempDir
    Path folder;

    private record Setting(String host, Optional<Path> folder, Optional<String> contentSignal)
            implements BotsConfig.Site {}

    private static Site read(Optional<Path> folder, Optional<String> signal) {
        return Site.read("sites[0]", new Setting("shop.example.com", folder, signal));
    }

    private String robots(String file, String signal) throws IOException {
        Files.writeString(folder.resolve("robots.txt"), file);
        return text(read(Optional.of(folder), Optional.of(signal)), "/robots.txt");
    }

    private static String text(Site site, String path) {
        return site.document(path).orElseThrow().body().toString(StandardCharsets.UTF_8);
    }

    @Test
    void signalAloneIsARobotsTxtThatAllows() {
        Site site = read(Optional.empty(), Optional.of("ai-train=no"));
        assertThat(text(site, "/robots.txt")).isEqualTo("User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n");
        assertThat(site.robots().orElseThrow().allows("x", "/a")).isTrue();
    }

    @Test
    void signalStandsInTheGroupOfEverybody() throws IOException {
        assertThat(robots("User-agent: a\nDisallow: /\n\nUSER-AGENT: * # all\nDisallow: /x\n", "search=yes"))
                .isEqualTo(
                        "User-agent: a\nDisallow: /\n\nUSER-AGENT: * # all\nContent-Signal: search=yes\nDisallow: /x\n");
        assertThat(robots("User-agent: a\nDisallow: /\n", "search=yes"))
                .isEqualTo("User-agent: a\nDisallow: /\n\nUser-agent: *\nContent-Signal: search=yes\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ai-train", "ai-train=maybe", "read=yes", "search=yes,,", "search=yes\nDisallow: /"})
    void signalThatNobodyUnderstandsIsRefused(String signal) {
        assertThatThrownBy(() -> read(Optional.empty(), Optional.of(signal)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sites[0].content-signal is '");
    }

    @ParameterizedTest
    @CsvSource({
        "llms.txt, text/plain; charset=utf-8",
        ".well-known/a.json, application/json",
        ".well-known/apple-app-site-association, application/json",
        ".well-known/x/y.md, text/markdown; charset=utf-8",
        ".well-known/x.bin, application/octet-stream"
    })
    void typeIsThatOfTheEnding(String file, String type) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), "x");
        assertThat(read(Optional.of(folder), Optional.empty())
                        .document("/" + file)
                        .orElseThrow()
                        .headers())
                .containsEntry("content-type", type);
    }

    @Test
    void folderHasABound() throws IOException {
        Path known = Files.createDirectory(folder.resolve(".well-known"));
        for (int i = 0; i <= Site.DOCUMENTS_MAX; i++) Files.writeString(known.resolve("f" + i), "x");
        assertThatThrownBy(() -> read(Optional.of(folder), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100 documents");
    }

    @Test
    void fileHasABound() throws IOException {
        Files.write(folder.resolve("llms.txt"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> read(Optional.of(folder), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 1 MiB");
    }

    @Test
    void folderThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> read(Optional.of(folder.resolve("none")), Optional.empty()))
                .hasMessageStartingWith("sites[0].folder cannot be read");
    }
}
