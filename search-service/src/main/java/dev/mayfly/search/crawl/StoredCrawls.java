package dev.mayfly.search.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Crawls;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.search.Calls;
import dev.mayfly.search.IndexPlan;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Jobs that read web pages, kept. */
@ApplicationScoped
public class StoredCrawls implements Crawls {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?");

    private final Calls calls;
    private final Indexes indexes;
    private final CrawlStore store;
    private final Crawler crawler;
    private final CrawlsConfig config;
    private final ObjectMapper json;

    StoredCrawls(
            Calls calls, Indexes indexes, CrawlStore store, Crawler crawler, CrawlsConfig config, ObjectMapper json) {
        this.calls = calls;
        this.indexes = indexes;
        this.store = store;
        this.crawler = crawler;
        this.config = config;
        this.json = json;
    }

    @Override
    public Uni<List<Crawl>> crawls(String account, String index) {
        return calls.run(() ->
                store.of(indexes.find(account, index)).stream().map(this::told).toList());
    }

    @Override
    public Uni<Crawl> putCrawl(String account, String index, String crawl, CrawlSettings settings) {
        return calls.run(() -> {
            if (!NAME.matcher(crawl).matches())
                throw new Problem.Invalid(
                        "invalid-crawl",
                        "the name of a crawl has 1 to 64 of a-z, 0-9, - and _, and begins and ends with a-z or 0-9");
            IndexRow row = indexes.find(account, index);
            checkFields(row);
            CrawlPlan.of(settings, config.pagesMax());
            CrawlRow kept = store.put(row, crawl, crawler.text(settings));
            crawler.wake();
            return told(kept);
        });
    }

    /** Pages have a title and a text; an index that has no place for them takes none. */
    private void checkFields(IndexRow row) {
        var fields = IndexPlan.read(json, row.settings).schema().fields();
        if (!(fields.get("title") instanceof Field.Text) || !(fields.get("text") instanceof Field.Text))
            throw new Problem.Invalid(
                    "invalid-crawl", "the index must have text fields called title and text, where pages are kept");
    }

    @Override
    public Uni<Crawl> crawl(String account, String index, String crawl) {
        return calls.run(() -> told(store.find(indexes.find(account, index), crawl)));
    }

    @Override
    public Uni<Crawl> runCrawl(String account, String index, String crawl) {
        return changed(account, index, crawl, store::run);
    }

    @Override
    public Uni<Crawl> cancelCrawl(String account, String index, String crawl) {
        return changed(
                account,
                index,
                crawl,
                row -> store.cancel(
                        row,
                        CrawlPlan.of(crawler.settings(row), config.pagesMax()).every()));
    }

    private Uni<Crawl> changed(String account, String index, String crawl, Consumer<CrawlRow> change) {
        return calls.run(() -> {
            IndexRow row = indexes.find(account, index);
            change.accept(store.find(row, crawl));
            crawler.wake();
            return told(store.find(row, crawl));
        });
    }

    @Override
    public Uni<Void> deleteCrawl(String account, String index, String crawl) {
        return calls.run(() -> {
            store.delete(store.find(indexes.find(account, index), crawl));
            return null;
        });
    }

    private Crawl told(CrawlRow row) {
        return new Crawl(
                row.name,
                crawler.settings(row),
                row.state,
                progress(row.progress),
                Optional.ofNullable(row.startedAt),
                Optional.ofNullable(row.endedAt),
                Optional.ofNullable(row.nextAt),
                CrawlLog.lines(row.log));
    }

    private Progress progress(String text) {
        try {
            return json.readValue(text, Progress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("progress that was kept could not be read", e);
        }
    }
}
