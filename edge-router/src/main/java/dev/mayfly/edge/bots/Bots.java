package dev.mayfly.edge.bots;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.bots.canonical.Canonicals;
import dev.mayfly.edge.bots.site.Site;
import dev.mayfly.edge.bots.verify.Dns;
import dev.mayfly.edge.bots.verify.Verifier;
import dev.mayfly.edge.egress.Egress;
import dev.mayfly.edge.loops.Passes;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the settings, once, when the router starts: a rule that cannot be read stops it. */
@Singleton
public class Bots {
    private final Optional<BotPhase> phase;

    Bots(EdgeConfig config, CrawlerReport report, Vertx vertx, Dns dns, Egress egress, Passes passes) {
        BotsConfig settings = config.bots();
        if (settings.rules().isEmpty() && settings.sites().isEmpty()) {
            phase = Optional.empty();
            return;
        }
        KnownCrawlers crawlers = KnownCrawlers.bundled();
        Verifier verifier = new Verifier(
                settings, KnownCrawlers.lines("operators.tsv"), vertx, dns, egress, passes, InstantSource.system());
        phase = Optional.of(new BotPhase(
                crawlers,
                new Rules(settings.rules()),
                sites(settings.sites()),
                new Canonicals(settings.canonicalsMax(), settings.canonicalsFor(), System::nanoTime),
                verifier,
                report));
    }

    @PreDestroy
    void close() {
        phase.ifPresent(BotPhase::close);
    }

    private static List<Site> sites(List<BotsConfig.Site> settings) {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++)
            sites.add(Site.read("mayfly.edge.bots.sites[%d]".formatted(i), settings.get(i)));
        return sites;
    }

    /** Empty where nothing is set: then requests pay nothing. */
    public Optional<BotPhase> phase() {
        return phase;
    }
}
