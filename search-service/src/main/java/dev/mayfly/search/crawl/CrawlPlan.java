package dev.mayfly.search.crawl;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Crawls.CrawlSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the settings of a job mean, all of them looked at. */
record CrawlPlan(
        List<URI> seeds,
        Set<String> hosts,
        List<Glob> include,
        List<Glob> exclude,
        int depth,
        int pages,
        Duration between,
        boolean sitemaps,
        Optional<Duration> every) {
    private static final int SEEDS_MAX = 100;
    private static final int PATTERNS_MAX = 100;
    private static final int PATTERN_MAX = 500;
    private static final int DEPTH_MAX = 20;
    private static final int URL_MAX = 512;
    private static final Duration EVERY_MIN = Duration.ofMinutes(1);
    private static final Duration EVERY_MAX = Duration.ofDays(366);

    static CrawlPlan of(CrawlSettings settings, int pagesMax) {
        check(
                !settings.seeds().isEmpty() && settings.seeds().size() <= SEEDS_MAX,
                "a crawl has between 1 and %d seeds".formatted(SEEDS_MAX));
        List<URI> seeds = settings.seeds().stream()
                .map(seed -> page(seed)
                        .orElseThrow(() -> invalid(
                                "the seed '%s' is no address such as https://example.com/ of at most %d characters"
                                        .formatted(seed.length() > 80 ? seed.substring(0, 80) + "…" : seed, URL_MAX))))
                .toList();
        int depth = settings.depth().orElse(3);
        check(depth >= 0 && depth <= DEPTH_MAX, "depth must be between 0 and %d".formatted(DEPTH_MAX));
        int pages = settings.pages().orElse(Math.min(1_000, pagesMax));
        check(pages >= 1 && pages <= pagesMax, "pages must be between 1 and %d".formatted(pagesMax));
        double perSecond = settings.perSecond().orElse(1.0);
        check(perSecond > 0 && perSecond <= 10, "perSecond must be above 0, and at most 10");
        return new CrawlPlan(
                seeds,
                seeds.stream().map(URI::getAuthority).collect(Collectors.toSet()),
                patterns("include", settings.include()),
                patterns("exclude", settings.exclude()),
                depth,
                pages,
                Duration.ofNanos((long) Math.min(1e9 / perSecond, 3.6e12)),
                settings.sitemaps().orElse(true),
                settings.every().map(CrawlPlan::every));
    }

    private static Duration every(String text) {
        try {
            Duration every = Duration.parse(text);
            check(
                    every.compareTo(EVERY_MIN) >= 0 && every.compareTo(EVERY_MAX) <= 0,
                    "every must be between PT1M and P366D");
            return every;
        } catch (DateTimeParseException e) {
            throw invalid("every must be a duration such as PT1H");
        }
    }

    private static List<Glob> patterns(String what, Optional<List<String>> patterns) {
        List<String> given = patterns.orElse(List.of());
        check(
                given.size() <= PATTERNS_MAX && given.stream().allMatch(one -> one.length() <= PATTERN_MAX),
                "%s has at most %d patterns of %d characters".formatted(what, PATTERNS_MAX, PATTERN_MAX));
        return given.stream().map(Glob::of).toList();
    }

    /** A pattern in which * stands for anything. Each part is looked for once, so no pattern takes long. */
    record Glob(List<String> parts) {
        static Glob of(String pattern) {
            return new Glob(List.of(pattern.split("\\*", -1)));
        }

        boolean fits(String text) {
            String first = parts.getFirst();
            if (parts.size() == 1) return text.equals(first);
            if (!text.startsWith(first)) return false;
            int at = first.length();
            for (String part : parts.subList(1, parts.size() - 1)) {
                int found = text.indexOf(part, at);
                if (found < 0) return false;
                at = found + part.length();
            }
            return text.length() - at >= parts.getLast().length() && text.endsWith(parts.getLast());
        }
    }

    /** An address of a page in one form, without what only a browser needs of it. */
    static Optional<URI> page(String text) {
        try {
            URI url = new URI(text.strip()).normalize();
            boolean web = url.getScheme() != null
                    && Set.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null;
            if (!web) return Optional.empty();
            String scheme = url.getScheme().toLowerCase(Locale.ROOT);
            boolean usual = url.getPort() == (scheme.equals("https") ? 443 : 80);
            String authority =
                    url.getHost().toLowerCase(Locale.ROOT) + (usual || url.getPort() < 0 ? "" : ":" + url.getPort());
            String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            URI page = new URI(scheme + "://" + authority + path + query);
            return page.toString().length() <= URL_MAX ? Optional.of(page) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether it belongs to the job. */
    boolean has(URI url) {
        String text = url.toString();
        if (exclude.stream().anyMatch(pattern -> pattern.fits(text))) return false;
        return include.isEmpty()
                ? hosts.contains(url.getAuthority())
                : include.stream().anyMatch(pattern -> pattern.fits(text));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw invalid(otherwise);
    }

    private static Problem.Invalid invalid(String why) {
        return new Problem.Invalid("invalid-crawl", why);
    }
}
