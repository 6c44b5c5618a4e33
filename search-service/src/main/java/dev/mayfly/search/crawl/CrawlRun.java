package dev.mayfly.search.crawl;

import crawlercommons.robots.BaseRobotRules;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Crawls.Progress;
import dev.mayfly.search.crawl.CrawlStore.Validators;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One run of a job: page after page, the nearest to the seeds first, so that what it leaves out where it ends early is the farthest. What a run that
 * is cut off has read is in the index, and is not sent again to the next.
 */
final class CrawlRun {
    /** Of a page, those that are kept for when it is unchanged. */
    private static final int LINKS_MAX = 1_000;

    private static final int SITEMAPS_MAX = 50;
    private static final int HOSTS_MAX = 1_000;
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    /** Too Many Requests (RFC 6585, section 4), Service Unavailable (RFC 9110, section 15.6.4): asked again. */
    private static final Set<Integer> BUSY = Set.of(429, 503);

    /** Moved Permanently, Permanent Redirect (RFC 9110, section 15.4). */
    private static final Set<Integer> FOR_GOOD = Set.of(301, 308);

    private static final int ATTEMPTS_MAX = 3;
    /** In a row: a host that is busy for so long is left for the next run. */
    private static final int BUSY_MAX = 10;

    private static final Duration RETRY_AFTER_USUAL = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);

    private final CrawlRow row;
    private final CrawlPlan plan;
    private final Fetcher fetcher;
    private final Robots robots;
    private final CrawlStore store;
    private final PageSink sink;
    private final Pause pause;
    private final Telling telling;
    private final CrawlLog log = new CrawlLog();

    private final Queue<Link> queue = new ArrayDeque<>();
    private final Set<URI> known = new HashSet<>();
    private final Map<String, Long> askedAt = new HashMap<>();
    /** Of hosts that said so. */
    private final Map<String, Long> notBefore = new HashMap<>();
    /** How often in a row a host was. */
    private final Map<String, Integer> busy = new HashMap<>();

    private int read;
    private int unchanged;
    private int skipped;
    private int failed;
    private int gone;
    private long toldAt = System.nanoTime();

    private record Link(URI url, int depth, int attempts) {}

    /** In the middle of a pause. */
    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Where pages go. */
    interface PageSink {
        void put(String url, PageReader.Content page);

        /** @return whether there was one */
        boolean delete(String url);
    }

    /** Says how it goes, and hears whether it is to go on. */
    interface Telling {
        boolean goesOn(Progress progress, CrawlLog log);
    }

    /** Waits between two requests to a host. */
    interface Pause {
        void until(long nanos) throws InterruptedException;
    }

    CrawlRun(
            CrawlRow row,
            CrawlPlan plan,
            Fetcher fetcher,
            String userAgent,
            CrawlStore store,
            PageSink sink,
            Pause pause,
            Telling telling) {
        this.row = row;
        this.plan = plan;
        this.fetcher = fetcher;
        this.robots = new Robots(this::robotsFile, userAgent);
        this.store = store;
        this.sink = sink;
        this.pause = pause;
        this.telling = telling;
    }

    CrawlLog log() {
        return log;
    }

    Progress progress() {
        return new Progress(queue.size(), read, unchanged, skipped, failed, gone);
    }

    /** @return whether it came to its end */
    boolean go() throws InterruptedException {
        try {
            return went();
        } catch (Cancelled e) {
            return false;
        }
    }

    private boolean went() throws InterruptedException {
        plan.seeds().forEach(seed -> add(seed, 0));
        if (plan.sitemaps()) for (URI seed : plan.seeds()) if (!sitemaps(seed)) return false;
        while (!queue.isEmpty() && read + unchanged < plan.pages()) {
            page(queue.remove());
            if (!goesOn()) return false;
        }
        return telling.goesOn(progress(), log);
    }

    /** After each request: whoever says nothing for long is taken for dead, and another begins. */
    private boolean goesOn() {
        if (System.nanoTime() - toldAt <= TELL_EVERY.toNanos()) return true;
        toldAt = System.nanoTime();
        return telling.goesOn(progress(), log);
    }

    private void add(URI url, int depth) {
        if (depth > plan.depth() || known.size() >= 10 * plan.pages() || !plan.has(url)) return;
        if (known.add(url)) queue.add(new Link(url, depth, 1));
    }

    /** @return whether it is to go on */
    private boolean sitemaps(URI seed) throws InterruptedException {
        Queue<URI> waiting = new ArrayDeque<>();
        robots.of(seed).getSitemaps().stream()
                .map(CrawlPlan::page)
                .flatMap(Optional::stream)
                .forEach(waiting::add);
        Set<URI> seen = new HashSet<>();
        while (!waiting.isEmpty() && seen.size() < SITEMAPS_MAX) {
            if (!goesOn()) return false;
            URI url = waiting.remove();
            if (!seen.add(url)) continue;
            try {
                Fetcher.Page page = paced(url, Map.of());
                Optional<URI> elsewhere = Redirect.of(page);
                elsewhere.ifPresent(waiting::add);
                if (page.status() != 200) continue;
                PageReader.Sitemap sitemap = PageReader.sitemap(page, plan.pages());
                sitemap.pages().forEach(found -> add(found, 0));
                waiting.addAll(sitemap.sitemaps());
            } catch (IOException e) {
                log.add(url, "sitemap not read: " + e.getMessage());
            }
        }
        return goesOn();
    }

    private void page(Link link) throws InterruptedException {
        if (busy.getOrDefault(link.url.getAuthority(), 0) >= BUSY_MAX) {
            failed++;
            log.add(link.url, "its host was busy %d times in a row".formatted(BUSY_MAX));
            return;
        }
        BaseRobotRules rules = robots.of(link.url);
        if (!rules.isAllowed(link.url.toString())) {
            skip(link.url, "robots.txt keeps it out");
            return;
        }
        try {
            Validators validators = store.validators(row.id, link.url.toString());
            Map<String, String> headers = new HashMap<>();
            if (!validators.etag().isEmpty()) headers.put("If-None-Match", validators.etag());
            if (!validators.lastModified().isEmpty()) headers.put("If-Modified-Since", validators.lastModified());
            answered(link, paced(link.url, headers), validators);
        } catch (Fetcher.Refused e) {
            skip(link.url, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            failed++;
            log.add(link.url, String.valueOf(e.getMessage()));
        } catch (Problem e) {
            failed++;
            log.add(link.url, e.code() + ": " + e.detail());
        }
    }

    private void skip(URI url, String why) {
        skipped++;
        log.add(url, why);
    }

    /** As slowly as the job and the host's robots.txt want it. A host that wants more than five minutes between is left out: the parser says so. */
    private Fetcher.Page paced(URI url, Map<String, String> headers) throws IOException, InterruptedException {
        long delay =
                Duration.ofMillis(Math.max(0, robots.of(url).getCrawlDelay())).toNanos();
        return ask(url, headers, Math.max(plan.between().toNanos(), delay));
    }

    private Fetcher.Page robotsFile(URI url) throws IOException, InterruptedException {
        return ask(url, Map.of(), plan.between().toNanos());
    }

    private Fetcher.Page ask(URI url, Map<String, String> headers, long between)
            throws IOException, InterruptedException {
        String host = url.getAuthority();
        long next = Math.max(
                askedAt.getOrDefault(host, System.nanoTime() - between) + between,
                notBefore.getOrDefault(host, System.nanoTime()));
        rest(next);
        if (askedAt.size() >= HOSTS_MAX) askedAt.clear();
        if (notBefore.size() >= HOSTS_MAX) notBefore.clear();
        if (busy.size() >= HOSTS_MAX) busy.clear();
        askedAt.put(host, System.nanoTime());
        Fetcher.Page page = fetcher.get(url, headers);
        if (BUSY.contains(page.status())) {
            notBefore.put(host, System.nanoTime() + wanted(page).toNanos());
            busy.merge(host, 1, Integer::sum);
        } else busy.remove(host);
        return page;
    }

    /** In short parts: whoever cancels the run is heard meanwhile, and who looks sees that it goes on. */
    private void rest(long until) throws InterruptedException {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            if (!goesOn()) throw new Cancelled();
            pause.until(System.nanoTime() + Math.min(left, TELL_EVERY.toNanos()));
        }
    }

    /** Retry-After in seconds (RFC 9110, section 10.2.3), no longer than is waited for any host. */
    private static Duration wanted(Fetcher.Page page) {
        long seconds = page.header("retry-after")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(RETRY_AFTER_USUAL.toSeconds());
        return Duration.ofSeconds(Math.min(seconds, RETRY_AFTER_MAX.toSeconds()));
    }

    private void answered(Link link, Fetcher.Page page, Validators validators) throws IOException {
        Optional<URI> elsewhere = Redirect.of(page);
        if (elsewhere.isPresent()) {
            // It counts as a page of its own: its host's robots.txt and its address are looked at as any other's.
            if (plan.has(elsewhere.get())) add(elsewhere.get(), link.depth + 1);
            else skip(link.url, "leads out to " + elsewhere.get());
            if (FOR_GOOD.contains(page.status())) {
                store.forget(row.id, link.url.toString());
                if (sink.delete(link.url.toString())) gone++;
            }
        } else if (page.status() == 304) {
            unchanged++;
            validators.links().stream().flatMap(CrawlRun::again).forEach(found -> add(found, link.depth + 1));
        } else if (page.status() == 404 || page.status() == 410) {
            store.forget(row.id, link.url.toString());
            if (sink.delete(link.url.toString())) gone++;
            else skip(link.url, "answered " + page.status());
        } else if (BUSY.contains(page.status()) && link.attempts < ATTEMPTS_MAX) {
            queue.add(new Link(link.url, link.depth, link.attempts + 1));
        } else if (page.status() != 200) {
            failed++;
            log.add(link.url, "answered " + page.status());
        } else read(link, page);
    }

    private static Stream<URI> again(String kept) {
        return CrawlPlan.page(kept).stream();
    }

    private void read(Link link, Fetcher.Page page) throws IOException {
        Optional<PageReader.Content> content = PageReader.read(page);
        if (content.isEmpty()) {
            skip(link.url, "is no text: " + page.header("content-type").orElse("nothing said"));
            return;
        }
        content.get().links().forEach(found -> add(found, link.depth + 1));
        if (!content.get().kept()) {
            sink.delete(link.url.toString());
            store.forget(row.id, link.url.toString()); // what it said before it may say again
            skip(link.url, "says noindex");
            return;
        }
        sink.put(link.url.toString(), content.get());
        store.keep(
                row.id,
                link.url.toString(),
                new Validators(
                        page.header("etag").orElse(""),
                        page.header("last-modified").orElse(""),
                        content.get().links().stream()
                                .limit(LINKS_MAX)
                                .map(URI::toString)
                                .toList()));
        read++;
    }
}
