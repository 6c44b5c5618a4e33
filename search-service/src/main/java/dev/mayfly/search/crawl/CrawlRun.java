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

    private final CrawlRow row;
    private final CrawlPlan plan;
    private final Fetcher fetcher;
    private final Robots robots;
    private final CrawlStore store;
    private final PageSink sink;
    private final Pause pause;
    private final CrawlLog log = new CrawlLog();

    private final Queue<Link> queue = new ArrayDeque<>();
    private final Set<URI> known = new HashSet<>();
    private final Map<String, Long> askedAt = new HashMap<>();
    private int read;
    private int unchanged;
    private int skipped;
    private int failed;
    private int gone;
    private long toldAt = System.nanoTime();

    private record Link(URI url, int depth) {}

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
            Robots robots,
            CrawlStore store,
            PageSink sink,
            Pause pause) {
        this.row = row;
        this.plan = plan;
        this.fetcher = fetcher;
        this.robots = robots;
        this.store = store;
        this.sink = sink;
        this.pause = pause;
    }

    CrawlLog log() {
        return log;
    }

    Progress progress() {
        return new Progress(queue.size(), read, unchanged, skipped, failed, gone);
    }

    /** @return whether it came to its end */
    boolean go(Telling telling) throws InterruptedException {
        plan.seeds().forEach(seed -> add(seed, 0));
        if (plan.sitemaps()) for (URI seed : plan.seeds()) if (!sitemaps(seed, telling)) return false;
        while (!queue.isEmpty() && read + unchanged < plan.pages()) {
            page(queue.remove());
            if (!goesOn(telling)) return false;
        }
        return telling.goesOn(progress(), log);
    }

    /** After each request: whoever says nothing for long is taken for dead, and another begins. */
    private boolean goesOn(Telling telling) {
        if (System.nanoTime() - toldAt <= TELL_EVERY.toNanos()) return true;
        toldAt = System.nanoTime();
        return telling.goesOn(progress(), log);
    }

    private void add(URI url, int depth) {
        if (depth > plan.depth() || known.size() >= 10 * plan.pages() || !plan.has(url)) return;
        if (known.add(url)) queue.add(new Link(url, depth));
    }

    /** @return whether it is to go on */
    private boolean sitemaps(URI seed, Telling telling) throws InterruptedException {
        Queue<URI> waiting = new ArrayDeque<>();
        robots.of(seed).getSitemaps().stream()
                .map(CrawlPlan::page)
                .flatMap(Optional::stream)
                .forEach(waiting::add);
        Set<URI> seen = new HashSet<>();
        while (!waiting.isEmpty() && seen.size() < SITEMAPS_MAX) {
            if (!goesOn(telling)) return false;
            URI url = waiting.remove();
            if (!seen.add(url)) continue;
            try {
                Fetcher.Page page = ask(url, Map.of());
                if (page.status() != 200) continue;
                PageReader.Sitemap sitemap = PageReader.sitemap(page, plan.pages());
                sitemap.pages().forEach(found -> add(found, 0));
                waiting.addAll(sitemap.sitemaps());
            } catch (IOException e) {
                log.add(url, "sitemap not read: " + e.getMessage());
            }
        }
        return goesOn(telling);
    }

    private void page(Link link) throws InterruptedException {
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
            answered(link, ask(link.url, headers), validators);
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

    private Fetcher.Page ask(URI url, Map<String, String> headers) throws IOException, InterruptedException {
        String host = url.getAuthority();
        long between = Math.max(
                plan.between().toNanos(),
                Duration.ofMillis(Math.max(0, robots.of(url).getCrawlDelay())).toNanos());
        Long last = askedAt.get(host);
        if (last != null)
            pause.until(last + Math.min(between, Duration.ofMinutes(1).toNanos()));
        if (askedAt.size() >= HOSTS_MAX) askedAt.clear();
        askedAt.put(host, System.nanoTime());
        return fetcher.get(url, headers);
    }

    private void answered(Link link, Fetcher.Page page, Validators validators) throws IOException {
        Optional<URI> elsewhere = Redirect.of(page);
        if (elsewhere.isPresent()) {
            // It counts as a page of its own: its host's robots.txt and its address are looked at as any other's.
            if (plan.has(elsewhere.get())) add(elsewhere.get(), link.depth + 1);
            else skip(link.url, "leads out to " + elsewhere.get());
        } else if (page.status() == 304) {
            unchanged++;
            validators.links().stream().flatMap(CrawlRun::again).forEach(found -> add(found, link.depth + 1));
        } else if (page.status() == 404 || page.status() == 410) {
            store.forget(row.id, link.url.toString());
            if (sink.delete(link.url.toString())) gone++;
            else skip(link.url, "answered " + page.status());
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
