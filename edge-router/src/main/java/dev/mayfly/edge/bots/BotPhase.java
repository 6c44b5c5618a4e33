package dev.mayfly.edge.bots;

import dev.mayfly.edge.bots.canonical.Canonicals;
import dev.mayfly.edge.bots.markdown.Preference;
import dev.mayfly.edge.bots.markdown.Rendering;
import dev.mayfly.edge.bots.site.Site;
import dev.mayfly.edge.bots.verify.Verifier;
import dev.mayfly.edge.explain.Foretold;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.response.ProblemAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The phase between the client's request and what it may use: tells crawlers from others, and does what the first rule says that fits. */
public final class BotPhase {
    private final KnownCrawlers crawlers;
    private final Rules rules;
    private final List<Site> sites;
    private final Canonicals canonicals;
    private final Verifier verifier;
    private final CrawlerReport report;

    BotPhase(
            KnownCrawlers crawlers,
            Rules rules,
            List<Site> sites,
            Canonicals canonicals,
            Verifier verifier,
            CrawlerReport report) {
        this.crawlers = crawlers;
        this.rules = rules;
        this.sites = sites;
        this.canonicals = canonicals;
        this.verifier = verifier;
        this.report = report;
    }

    /** @param then is told once, on the request's context: at once, or when it is known who the crawler is */
    public void meet(HttpServerRequest http, IncomingRequest request, Consumer<Meeting> then) {
        Optional<EdgeAnswer> document = document(request);
        if (document.isPresent()) {
            then.accept(new Meeting.Answered(document.get()));
            return;
        }
        Optional<Crawler> met = crawler(http);
        if (met.isEmpty()) {
            boolean turns = rules.turnsForEverybody(request.authority().host(), request.path() + request.query());
            then.accept(turns ? turned(http, request) : passed(request, Rendering.Kind.plain));
            return;
        }
        Crawler crawler = met.get();
        Rules.Finding finding = find(request, crawler, Standing.unasked);
        if (!(finding instanceof Rules.Finding.DependsOnStanding)) {
            then.accept(treated(http, request, crawler, Standing.unasked, finding));
            return;
        }
        Future<Standing> standing = verifier.standing(crawler.name(), http, request);
        if (!standing.isComplete()) http.pause();
        Context here = Vertx.currentContext();
        standing.onSuccess(known -> {
            if (Vertx.currentContext() == here) resume(http, request, crawler, known, then);
            else here.runOnContext(v -> resume(http, request, crawler, known, then));
        });
    }

    /** What {@link #meet} would do, without asking anybody who a crawler is. @param agent the {@code User-Agent} */
    public Foretold foretell(IncomingRequest request, Optional<String> agent) {
        if (document(request).isPresent())
            return Foretold.answers(200, "The settings have this document for the host.");
        Optional<Crawler> met = agent.flatMap(crawlers::byAgent);
        if (met.isEmpty()) {
            boolean turns = rules.turnsForEverybody(request.authority().host(), request.path() + request.query());
            return Foretold.passes(
                    (agent.isEmpty() ? "Without a User-Agent it is no crawler." : "This User-Agent is no crawler's.")
                            + (turns ? " Whoever prefers Markdown is given it." : ""));
        }
        Crawler crawler = met.get();
        String who = "%s (%s) calls itself so. ".formatted(crawler.name(), crawler.purpose());
        return switch (find(request, crawler, Standing.unasked)) {
            case Rules.Finding.None() -> Foretold.passes(who + "No rule fits.");
            case Rules.Finding.First(Rule rule) -> foretell(request, who, rule.treatment());
            case Rules.Finding.DependsOnStanding() ->
                Foretold.depends(who
                        + "Verified: " + foretell(request, crawler, Standing.verified)
                        + " Not verified: " + foretell(request, crawler, Standing.unverified));
        };
    }

    private String foretell(IncomingRequest request, Crawler crawler, Standing standing) {
        return find(request, crawler, standing) instanceof Rules.Finding.First(Rule rule)
                ? foretell(request, "", rule.treatment()).why()
                : "no rule fits.";
    }

    private Foretold foretell(IncomingRequest request, String who, Treatment treatment) {
        return switch (treatment) {
            case Treatment.Allow() -> Foretold.passes(who + "A rule lets it in.");
            case Treatment.Markdown() -> Foretold.passes(who + "A rule gives Markdown to whoever prefers it.");
            case Treatment.Move move -> foretell(who, moved(request, Optional.of(move.place(request))));
            case Treatment.MoveToCanonical() -> foretell(who, moved(request, canonicals.elsewhere(url(request))));
            case Treatment.Pay _ -> Foretold.answers(402, who + "A rule has it pay.");
            case Treatment.Forbid() -> Foretold.answers(403, who + "A rule forbids it.");
            case Treatment.Gone() -> Foretold.answers(410, who + "A rule says that the page is gone.");
        };
    }

    private static Foretold foretell(String who, Meeting moved) {
        return moved instanceof Meeting.Answered(EdgeAnswer answer)
                ? Foretold.answers(
                        answer.status(),
                        "%sA rule sends it to %s."
                                .formatted(who, answer.headers().get("location")))
                : Foretold.passes(who + "A rule sends it to another place, of which none is known.");
    }

    void close() {
        verifier.close();
    }

    private void resume(
            HttpServerRequest http, IncomingRequest request, Crawler crawler, Standing known, Consumer<Meeting> then) {
        Meeting meeting = treated(http, request, crawler, known, find(request, crawler, known));
        // What goes on stays paused, as whoever takes its body expects it: else the beginning of the body would be
        // lost.
        if (meeting instanceof Meeting.Answered) http.resume();
        then.accept(meeting);
    }

    /** For everybody, whoever asks. */
    private Optional<EdgeAnswer> document(IncomingRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads || !Site.mayHave(request.path())) return Optional.empty();
        return site(request).flatMap(site -> site.document(request.path()));
    }

    private Optional<Site> site(IncomingRequest request) {
        for (Site site : sites) if (site.host().matches(request.authority().host())) return Optional.of(site);
        return Optional.empty();
    }

    /** By what it calls itself; a browser that somebody's agent drives calls itself one, and signs. */
    private Optional<Crawler> crawler(HttpServerRequest http) {
        String agent = http.getHeader(HttpHeaders.USER_AGENT);
        Optional<Crawler> known = agent == null ? Optional.empty() : crawlers.byAgent(agent);
        if (known.isPresent() || !http.headers().contains("signature-agent")) return known;
        return verifier.nameOf(http.headers())
                .map(name -> crawlers.named(name).orElseGet(() -> new Crawler(name, "", Purpose.agent)));
    }

    private Rules.Finding find(IncomingRequest request, Crawler crawler, Standing standing) {
        return rules.find(request.authority().host(), request.path() + request.query(), crawler, standing);
    }

    private Meeting treated(
            HttpServerRequest http,
            IncomingRequest request,
            Crawler crawler,
            Standing standing,
            Rules.Finding finding) {
        Meeting meeting = finding instanceof Rules.Finding.First(Rule rule)
                ? treated(http, request, rule.treatment())
                : passed(request, Rendering.Kind.plain);
        Optional<Boolean> allowed = site(request)
                .flatMap(Site::robots)
                .map(robots -> robots.allows(crawler.name(), request.path() + request.query()));
        report.met(crawler, standing, meeting, allowed);
        return meeting;
    }

    private Meeting treated(HttpServerRequest http, IncomingRequest request, Treatment treatment) {
        return switch (treatment) {
            case Treatment.Allow() -> passed(request, Rendering.Kind.plain);
            case Treatment.Markdown() -> turned(http, request);
            case Treatment.Move move -> moved(request, Optional.of(move.place(request)));
            case Treatment.MoveToCanonical() -> moved(request, canonicals.elsewhere(url(request)));
            case Treatment.Pay(Optional<String> price) -> {
                EdgeAnswer answer = answer(402, "crawler-payment-required", "Crawlers pay for this page.");
                yield new Meeting.Answered(
                        price.map(p -> answer.with("crawler-price", p)).orElse(answer));
            }
            case Treatment.Forbid() ->
                new Meeting.Answered(answer(403, "crawler-forbidden", "This crawler may not have this page."));
            case Treatment.Gone() ->
                new Meeting.Answered(answer(410, "crawler-gone", "This page is not there for crawlers any more."));
        };
    }

    /** It goes on to its function, and where a rule must know it, it is noted where the page says that it belongs. */
    private Meeting passed(IncomingRequest request, Rendering.Kind kind) {
        boolean learns = rules.learnsAt(request.authority().host(), request.path() + request.query());
        if (kind == Rendering.Kind.plain && !learns) return new Meeting.Passed(Rendering.PLAIN);
        return new Meeting.Passed(
                new Rendering(kind, url(request), learns ? Optional.of(canonicals) : Optional.empty()));
    }

    private static String url(IncomingRequest request) {
        return request.url(request.path());
    }

    private Meeting turned(HttpServerRequest http, IncomingRequest request) {
        boolean wished = Preference.forMarkdown(http.headers().getAll(HttpHeaders.ACCEPT));
        Rendering.Kind kind = wished ? Rendering.Kind.markdown : Rendering.Kind.varying;
        return passed(request, kind);
    }

    /** Only who reads; and to where it stands already, whatever the scheme in front of the router is, nobody is sent. */
    private Meeting moved(IncomingRequest request, Optional<String> place) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return place.filter(location -> reads
                        && !Canonicals.isSamePlace(location, url(request))
                        && !location.equals(request.path() + request.query()))
                .<Meeting>map(location -> new Meeting.Answered(EdgeAnswer.movedTo(location)))
                .orElseGet(() -> passed(request, Rendering.Kind.plain));
    }

    private static EdgeAnswer answer(int status, String code, String detail) {
        return EdgeAnswer.of(ProblemAnswer.of(status, code, detail));
    }
}
