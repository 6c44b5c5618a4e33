package dev.mayfly.edge.bots.canonical;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which address pages say is their own ({@code rel=canonical}), learned from answers as they pass. Bounded; what is used least goes first. */
public final class Canonicals {
    static final int URL_MAX = 2048;
    static final int READERS_MAX = 1000;
    private static final long RELEARN_NS = Duration.ofMinutes(1).toNanos();

    /** RFC 8288 3, as far as it is needed: a target, and a relation among its parameters. */
    private static final Pattern LINK = Pattern.compile(
            "<([^<>\"\\s]{1,2048})>\\s*((?:;\\s*[a-z*]{1,20}\\s*=\\s*(?:\"[^\"]{0,200}\"|[^\",;\\s]{1,200})\\s*){1,8})");

    private static final Pattern IS_CANONICAL =
            Pattern.compile(";\\s*rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?canonical(?:\\s[^\"]*)?\"|canonical\\s*(?:;|$))");

    private record Known(Optional<String> location, String etag, long atNs) {}

    private final int max;
    private final long believedForNs;
    private final LongSupplier nanoTime;
    private final AtomicInteger reading = new AtomicInteger();
    private final Map<String, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > max;
        }
    };

    public Canonicals(int max, Duration believedFor, LongSupplier nanoTime) {
        this.max = max;
        this.believedForNs = believedFor.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Where else a page says that it belongs; empty where it belongs here, nobody knows, or that place says that it belongs elsewhere. */
    public Optional<String> elsewhere(String url) {
        synchronized (known) {
            return at(url).filter(location -> !isSamePlace(location, url))
                    .filter(location -> at(location)
                            .filter(next -> !isSamePlace(next, location))
                            .isEmpty());
        }
    }

    /**
     * Reads an answer of 200 with HTML, if there is something to learn of it, and not too many are read at this moment.
     *
     * @param headers of the answer: names and values in turn
     */
    public Optional<CanonicalReader> reader(String url, String[] headers) {
        if (url.length() > URL_MAX) return Optional.empty();
        String etag = "";
        for (int i = 0; i + 1 < headers.length; i += 2) if (headers[i].equalsIgnoreCase("etag")) etag = headers[i + 1];
        synchronized (known) {
            Known before = known.get(key(url));
            boolean fresh = before != null
                    && (etag.isEmpty()
                            ? nanoTime.getAsLong() - before.atNs < RELEARN_NS
                            : etag.equals(before.etag) && nanoTime.getAsLong() - before.atNs < believedForNs / 2);
            if (fresh) return Optional.empty();
        }
        Optional<String> told = inHeaders(headers);
        if (told.isPresent()) {
            learned(url, etag, told);
            return Optional.empty();
        }
        if (reading.incrementAndGet() <= READERS_MAX) return Optional.of(new CanonicalReader(this, url, etag));
        reading.decrementAndGet();
        return Optional.empty();
    }

    void readerIsDone() {
        reading.decrementAndGet();
    }

    void learned(String url, String etag, Optional<String> location) {
        Optional<String> sound = location.filter(Canonicals::isSound);
        synchronized (known) {
            known.put(key(url), new Known(sound, etag.length() > 200 ? "" : etag, nanoTime.getAsLong()));
        }
    }

    int size() {
        synchronized (known) {
            return known.size();
        }
    }

    private Optional<String> at(String url) {
        Known found = known.get(key(url));
        if (found == null || nanoTime.getAsLong() - found.atNs >= believedForNs) return Optional.empty();
        return found.location;
    }

    private static Optional<String> inHeaders(String[] headers) {
        for (int i = 0; i + 1 < headers.length; i += 2) {
            if (!headers[i].equalsIgnoreCase("link") || headers[i + 1].length() > 2 * URL_MAX) continue;
            Matcher links = LINK.matcher(headers[i + 1]);
            while (links.find()) if (IS_CANONICAL.matcher(links.group(2)).find()) return Optional.of(links.group(1));
        }
        return Optional.empty();
    }

    /** It becomes a header of ours: a whole URL of characters that may stand there. */
    private static boolean isSound(String location) {
        if (location.length() > URL_MAX || !location.matches("https?://[^/?#].*")) return false;
        for (int i = 0; i < location.length(); i++)
            if (location.charAt(i) <= ' ' || location.charAt(i) >= 0x7f) return false;
        return true;
    }

    /** The scheme left aside. */
    public static boolean isSamePlace(String one, String other) {
        return key(one).equals(key(other));
    }

    /** Whoever ends TLS in front of the router makes http of https: that is no other place. */
    private static String key(String url) {
        List<String> schemes = List.of("https://", "http://");
        for (String scheme : schemes) if (url.startsWith(scheme)) return url.substring(scheme.length());
        return url;
    }
}
