package dev.mayfly.search.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Sitemaps that are files of gzip. */
class PageReaderTest {
    private static Fetcher.Page compressed(byte[] text, int times) throws IOException {
        var body = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(body)) {
            for (int i = 0; i < times; i++) gzip.write(text);
        }
        return new Fetcher.Page(URI.create("http://example.com/map.xml.gz"), 200, Map.of(), body.toByteArray());
    }

    @Test
    void sitemapMayBeCompressed() throws IOException {
        byte[] text = "<urlset><url><loc>http://example.com/a</loc></url></urlset>".getBytes(UTF_8);
        assertThat(PageReader.sitemap(compressed(text, 1), 10).pages())
                .containsExactly(URI.create("http://example.com/a"));
    }

    @Test
    void smallFileThatGrowsWithoutEndIsRefused() throws IOException {
        Fetcher.Page page = compressed(new byte[1 << 20], 51);
        assertThatThrownBy(() -> PageReader.sitemap(page, 10)).isInstanceOf(IOException.class);
    }
}
