package dev.mayfly.search.crawl;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reading web pages. */
@ConfigMapping(prefix = "mayfly.search.crawls")
public interface CrawlsConfig {
    /** How many jobs an account may have. */
    @WithDefault("20")
    int max();

    /** How many of them run at a time in this process. */
    @WithDefault("4")
    int atATime();

    /** How many of one account run at a time, so that others have their turn. */
    @WithDefault("2")
    int atATimeOfAccount();

    /** How many pages a run may read. */
    @WithDefault("10000")
    int pagesMax();

    /** How many bytes of a page are read; a longer one is left out. */
    @WithDefault("4194304")
    int bytesMax();

    /** How long a page may take. */
    @WithDefault("20s")
    Duration patience();

    /** How often it is looked for jobs whose time has come. */
    @WithDefault("2s")
    Duration lookEvery();

    /** How long another process leaves a job alone whose runner says nothing; above what a request may take with its robots.txt and its redirects; pauses are told of. */
    @WithDefault("5m")
    Duration claim();

    /** What it is called: robots.txt may speak to that name. */
    @WithDefault("MayflyCrawler")
    String userAgent();

    /** Addresses that are not public and may be read all the same, such as {@code 10.1.2.3}. */
    Optional<List<String>> allow();
}
