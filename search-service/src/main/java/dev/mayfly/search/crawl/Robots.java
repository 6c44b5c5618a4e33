package dev.mayfly.search.crawl;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What hosts say to robots (RFC 9309), asked for once a run. No file: all is allowed; an error of the server, or no answer: nothing is, for this run (section 2.3.1).
 */
final class Robots {
    private static final int REDIRECTS_MAX = 5;
    private static final int BYTES_MAX = 500 << 10;
    private static final int HOSTS_MAX = 1_000;

    private final Asking asking;
    private final List<String> names;
    private final SimpleRobotRulesParser parser = new SimpleRobotRulesParser();
    private final Map<String, BaseRobotRules> known = new HashMap<>();

    /** A request as any other: it is waited for before one to a host follows another. */
    interface Asking {
        Fetcher.Page ask(URI url) throws IOException, InterruptedException;
    }

    Robots(Asking asking, String userAgent) {
        this.asking = asking;
        this.names = List.of(userAgent.split("[/\\s]")[0].toLowerCase(Locale.ROOT));
    }

    BaseRobotRules of(URI url) throws InterruptedException {
        String origin = url.getScheme() + "://" + url.getAuthority();
        BaseRobotRules rules = known.get(origin);
        if (rules == null) {
            rules = known.size() < HOSTS_MAX ? ask(URI.create(origin + "/robots.txt"), 0) : parser.failedFetch(503);
            known.put(origin, rules);
        }
        return rules;
    }

    private BaseRobotRules ask(URI url, int redirects) throws InterruptedException {
        try {
            Fetcher.Page page = asking.ask(url);
            Optional<URI> elsewhere = Redirect.of(page);
            if (elsewhere.isPresent())
                return redirects == REDIRECTS_MAX ? parser.failedFetch(404) : ask(elsewhere.get(), redirects + 1);
            if (page.status() >= 300) return parser.failedFetch(page.status());
            byte[] text = Arrays.copyOf(page.body(), Math.min(page.body().length, BYTES_MAX));
            return parser.parseContent(
                    url.toString(), text, page.header("content-type").orElse("text/plain"), names);
        } catch (IOException e) {
            return parser.failedFetch(503);
        }
    }
}
