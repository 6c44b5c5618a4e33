package dev.mayfly.bindings.search;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.problem.Present;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs that read web pages into an index, politely. */
@Contract(owner = "search-service")
@Path("/v1/accounts/{account}/search/{index}/crawls")
public interface Crawls {
    @GET
    @Needs(Action.SEARCH_READ)
    Uni<List<Crawl>> crawls(@PathParam("account") String account, @PathParam("index") String index);

    /** Makes a job, or gives it other settings, and runs it. */
    @PUT
    @Path("{crawl}")
    @Needs(Action.SEARCH_WRITE)
    Uni<Crawl> putCrawl(
            @PathParam("account") String account,
            @PathParam("index") String index,
            @PathParam("crawl") String crawl,
            CrawlSettings settings);

    @GET
    @Path("{crawl}")
    @Needs(Action.SEARCH_READ)
    Uni<Crawl> crawl(
            @PathParam("account") String account, @PathParam("index") String index, @PathParam("crawl") String crawl);

    /** Runs it again, as soon as it can be. */
    @POST
    @Path("{crawl}/run")
    @Needs(Action.SEARCH_WRITE)
    Uni<Crawl> runCrawl(
            @PathParam("account") String account, @PathParam("index") String index, @PathParam("crawl") String crawl);

    /** Ends the run that is under way; its schedule stays. */
    @POST
    @Path("{crawl}/cancel")
    @Needs(Action.SEARCH_WRITE)
    Uni<Crawl> cancelCrawl(
            @PathParam("account") String account, @PathParam("index") String index, @PathParam("crawl") String crawl);

    /** The documents that it made stay. */
    @DELETE
    @Path("{crawl}")
    @Needs(Action.SEARCH_WRITE)
    Uni<Void> deleteCrawl(
            @PathParam("account") String account, @PathParam("index") String index, @PathParam("crawl") String crawl);

    /**
     * @param seeds where it begins; without {@code include} it stays on their hosts
     * @param include patterns of addresses, {@code *} for anything, of which one must fit
     * @param exclude patterns of which none may
     * @param depth how many links it goes from the seeds (0 to 20, default 3)
     * @param pages how many it reads at most (default 1,000)
     * @param perSecond requests to a host (above 0, to 10, default 1)
     * @param sitemaps whether it reads those that robots.txt names (default true)
     * @param every how often it runs, such as {@code PT1H}, from {@code PT1M}; left out: once
     */
    record CrawlSettings(
            List<String> seeds,
            Optional<List<String>> include,
            Optional<List<String>> exclude,
            Optional<Integer> depth,
            Optional<Integer> pages,
            Optional<Double> perSecond,
            Optional<Boolean> sitemaps,
            Optional<String> every) {
        public CrawlSettings {
            Present.value("invalid-crawl", "seeds", seeds);
            Present.values("invalid-crawl", "seeds", seeds);
            Present.values("invalid-crawl", "include", include.orElse(List.of()));
            Present.values("invalid-crawl", "exclude", exclude.orElse(List.of()));
        }
    }

    /**
     * @param state {@code waiting}, {@code running}, {@code done}, {@code cancelled} or {@code failed}: of the run that is under way, or was last
     * @param nextAt when it runs next
     * @param log its last lines
     */
    record Crawl(
            String name,
            CrawlSettings settings,
            String state,
            Progress progress,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            Optional<Instant> nextAt,
            List<String> log) {}

    /**
     * @param queued that it knows of and has not asked for yet
     * @param read whose text is in the index
     * @param unchanged since the run before
     * @param skipped that robots.txt, the settings or their kind keep out
     * @param gone whose documents were deleted
     */
    record Progress(int queued, int read, int unchanged, int skipped, int failed, int gone) {}
}
