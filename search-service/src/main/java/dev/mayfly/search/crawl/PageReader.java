package dev.mayfly.search.crawl;

import dev.mayfly.retrieval.chunking.Chunking.Structure;
import dev.mayfly.retrieval.chunking.PlainText;
import dev.mayfly.search.documents.PdfText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** What stands on a page, and where it leads. */
final class PageReader {
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final int LINKS_MAX = 1_000;
    private static final int TITLE_MAX = 300;
    /** Uncompressed; as a tree it is many times as large. */
    private static final int SITEMAP_BYTES_MAX = 8 << 20;

    private PageReader() {}

    /** @param kept whether the page allows that its text is kept */
    record Content(String title, String text, List<URI> links, boolean kept) {}

    /** Empty where it is no text. */
    static Optional<Content> read(Fetcher.Page page) throws IOException {
        String type = page.header("content-type").orElse("text/html");
        return switch (type.split(";")[0].strip().toLowerCase(Locale.ROOT)) {
            case "text/html", "application/xhtml+xml" -> Optional.of(html(page, charset(type)));
            case "text/plain", "text/markdown" ->
                Optional.of(new Content(
                        "",
                        new String(page.body(), charset(type).orElse(StandardCharsets.UTF_8)),
                        List.of(),
                        robots(page, "").kept));
            case "application/pdf" ->
                Optional.of(new Content("", PdfText.of(page.body()), List.of(), robots(page, "").kept));
            default -> Optional.empty();
        };
    }

    private static Optional<Charset> charset(String type) {
        var named = CHARSET.matcher(type);
        try {
            return named.find() ? Optional.of(Charset.forName(named.group(1))) : Optional.empty();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private record Robots(boolean kept, boolean followed) {}

    /** What a page says of itself, in its header and in itself: the stricter holds. */
    private static Robots robots(Fetcher.Page page, String meta) {
        String said = (page.header("x-robots-tag").orElse("") + "," + meta).toLowerCase(Locale.ROOT);
        List<String> words = List.of(said.split("[,\\s]+"));
        boolean none = words.contains("none");
        return new Robots(!none && !words.contains("noindex"), !none && !words.contains("nofollow"));
    }

    private static Content html(Fetcher.Page page, Optional<Charset> charset) throws IOException {
        Document html = Jsoup.parse(
                new ByteArrayInputStream(page.body()),
                charset.map(Charset::name).orElse(null),
                page.url().toString());
        Robots robots =
                robots(page, String.join(",", html.select("meta[name=robots]").eachAttr("content")));
        List<URI> links = robots.followed
                ? html.select("a[href]").stream()
                        .filter(link ->
                                !link.attr("rel").toLowerCase(Locale.ROOT).contains("nofollow"))
                        .limit(LINKS_MAX)
                        .map(link -> CrawlPlan.page(link.absUrl("href")))
                        .flatMap(Optional::stream)
                        .toList()
                : List.of();
        String title = html.title();
        return new Content(
                title.substring(0, Math.min(title.length(), TITLE_MAX)),
                PlainText.of(html.outerHtml(), Structure.html),
                links,
                robots.kept);
    }

    /** The pages and further sitemaps that a sitemap names (sitemaps.org). */
    record Sitemap(List<URI> pages, List<URI> sitemaps) {}

    /** Also a compressed one, as a file. */
    static Sitemap sitemap(Fetcher.Page page, int max) throws IOException {
        Document xml = Jsoup.parse(
                new String(plain(page.body()), StandardCharsets.UTF_8),
                page.url().toString(),
                Parser.xmlParser());
        return new Sitemap(locations(xml, "url > loc", max), locations(xml, "sitemap > loc", max));
    }

    private static byte[] plain(byte[] body) throws IOException {
        boolean compressed = body.length > 2 && (body[0] & 0xff | (body[1] & 0xff) << 8) == GZIPInputStream.GZIP_MAGIC;
        if (!compressed) return body;
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] text = plain.readNBytes(SITEMAP_BYTES_MAX + 1);
            if (text.length > SITEMAP_BYTES_MAX)
                throw new IOException("it has more than %d bytes".formatted(SITEMAP_BYTES_MAX));
            return text;
        }
    }

    private static List<URI> locations(Document xml, String where, int max) {
        return xml.select(where).stream()
                .limit(max)
                .map(Element::text)
                .map(CrawlPlan::page)
                .flatMap(Optional::stream)
                .toList();
    }
}
