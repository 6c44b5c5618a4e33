package dev.mayfly.search.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Crawls.CrawlSettings;
import dev.mayfly.bindings.search.Search.DocumentContent;
import dev.mayfly.search.IndexWriter;
import dev.mayfly.search.crawl.CrawlRun.PageSink;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs jobs whose time has come, so many at a time. */
@ApplicationScoped
class Crawler {
    private static final Logger LOG = Logger.getLogger(Crawler.class);

    private final CrawlStore store;
    private final Indexes indexes;
    private final IndexWriter writer;
    private final Fetcher fetcher;
    private final CrawlsConfig config;
    private final ObjectMapper json;
    private final Semaphore free;
    private final Semaphore wake = new Semaphore(0);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("search-crawl-", 0).factory());
    private volatile boolean stopping;

    Crawler(
            CrawlStore store,
            Indexes indexes,
            IndexWriter writer,
            Fetcher fetcher,
            CrawlsConfig config,
            ObjectMapper json) {
        this.store = store;
        this.indexes = indexes;
        this.writer = writer;
        this.fetcher = fetcher;
        this.config = config;
        this.json = json;
        this.free = new Semaphore(config.atATime());
    }

    void start(@Observes StartupEvent event) {
        threads.execute(this::look);
    }

    /** Looks now, not when it would. */
    void wake() {
        wake.release();
    }

    private void look() {
        while (!stopping)
            try {
                if (wake.tryAcquire(config.lookEvery().toMillis(), TimeUnit.MILLISECONDS)) wake.drainPermits();
                boolean more = true;
                while (more && !stopping && free.tryAcquire()) {
                    String runner = UUID.randomUUID().toString();
                    Optional<CrawlRow> due = claim(runner);
                    due.ifPresentOrElse(row -> threads.execute(() -> run(row, runner)), free::release);
                    more = due.isPresent();
                }
            } catch (InterruptedException e) {
                return;
            }
    }

    private Optional<CrawlRow> claim(String runner) {
        try {
            return store.claim(runner);
        } catch (RuntimeException e) {
            if (!stopping) LOG.warnf("crawls could not be looked for; tried again: %s", e);
            return Optional.empty();
        }
    }

    private void run(CrawlRow row, String runner) {
        try {
            IndexRow index = indexes.states(List.of(row.index)).get(row.index);
            if (index == null) return; // it went with the index
            CrawlPlan plan = CrawlPlan.of(settings(row), config.pagesMax());
            CrawlRun run = new CrawlRun(
                    row,
                    plan,
                    fetcher,
                    config.userAgent(),
                    store,
                    sink(index, row.name),
                    Crawler::sleep,
                    (progress, log) -> !stopping && store.tell(row.id, runner, text(progress), log.text()));
            String state = state(run, row);
            if (stopping) return; // another process begins it anew
            store.end(row.id, runner, state, text(run.progress()), run.log().text(), plan.every());
        } catch (RuntimeException e) {
            if (!stopping) LOG.errorf(e, "the crawl %s broke", row.name);
        } finally {
            free.release();
        }
    }

    private String state(CrawlRun run, CrawlRow row) {
        try {
            return run.go() ? "done" : "cancelled";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "cancelled";
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "the crawl %s failed", row.name);
            run.log()
                    .add("it failed: " + (e instanceof Problem problem ? problem.detail() : "something of ours broke"));
            return "failed";
        }
    }

    private PageSink sink(IndexRow index, String crawl) {
        return new PageSink() {
            @Override
            public void put(String url, PageReader.Content page) {
                writer.put(
                        index,
                        url,
                        new DocumentContent(
                                Map.of("title", TextNode.valueOf(page.title()), "text", TextNode.valueOf(page.text())),
                                Optional.empty(),
                                Optional.of(Map.of("url", TextNode.valueOf(url), "crawl", TextNode.valueOf(crawl)))));
            }

            @Override
            public boolean delete(String url) {
                return writer.delete(index, url);
            }
        };
    }

    private static void sleep(long until) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
    }

    CrawlSettings settings(CrawlRow row) {
        try {
            return json.readValue(row.settings, CrawlSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings that were kept could not be read", e);
        }
    }

    String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("values of our own could not be written", e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        threads.shutdownNow();
    }
}
