package dev.mayfly.edge.bots.canonical;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Looks for {@code <link rel=canonical>} at the beginning of a page that passes; what stands behind the head, or 16 KiB, is not read. */
public final class CanonicalReader {
    static final int BYTES_MAX = 16 << 10;
    private static final String END = "</head";
    private static final String LINK = "link[rel~=(?i)(^|\\s)canonical(\\s|$)][href]";

    private final Canonicals canonicals;
    private final String url;
    private final String etag;
    private final StringBuilder head = new StringBuilder();
    private boolean done;

    CanonicalReader(Canonicals canonicals, String url, String etag) {
        this.canonicals = canonicals;
        this.url = url;
        this.etag = etag;
    }

    /** As Latin-1: an address that is no ASCII is none that can be sent. */
    public void piece(byte[] bytes) {
        if (done) return;
        int from = Math.max(0, head.length() - END.length());
        int taken = Math.min(bytes.length, BYTES_MAX - head.length());
        head.append(new String(bytes, 0, taken, StandardCharsets.ISO_8859_1));
        boolean whole = head.substring(from).toLowerCase(Locale.ROOT).contains(END);
        if (whole || head.length() == BYTES_MAX) end();
    }

    /** The page has ended. */
    public void end() {
        if (done) return;
        Element link = Jsoup.parse(head.toString(), url).head().selectFirst(LINK);
        canonicals.learned(url, etag, Optional.ofNullable(link).map(found -> found.absUrl("href")));
        drop();
    }

    /** The page will not be whole: nothing is learned of it. */
    public void drop() {
        if (done) return;
        done = true;
        head.setLength(0);
        canonicals.readerIsDone();
    }
}
