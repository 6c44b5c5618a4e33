package dev.mayfly.search.crawl;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Where an answer sends its reader. */
final class Redirect {
    private static final Set<Integer> STATUS = Set.of(301, 302, 303, 307, 308);

    private Redirect() {}

    static Optional<URI> of(Fetcher.Page page) {
        if (!STATUS.contains(page.status())) return Optional.empty();
        return page.header("location").flatMap(location -> {
            try {
                return CrawlPlan.page(page.url().resolve(location.strip()).toString());
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }
}
