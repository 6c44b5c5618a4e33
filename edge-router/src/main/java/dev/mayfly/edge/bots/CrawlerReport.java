package dev.mayfly.edge.bots;

import dev.mayfly.edge.bots.markdown.Rendering;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Counts crawlers: by purpose, standing and answer, and by name for the first hundred names. So the series have a bound. */
@Singleton
class CrawlerReport {
    static final int NAMES_MAX = 100;
    private static final String OTHERS = "others";
    private static final String PASSED = "passed";

    private final MeterRegistry metrics;
    private final Set<String> names = new HashSet<>();

    /** What nobody did is told as nought, so that watchers find it. */
    CrawlerReport(MeterRegistry metrics) {
        this.metrics = metrics;
        for (Purpose purpose : Purpose.values())
            for (Standing standing : Standing.values()) answered(purpose, standing, PASSED);
        named(OTHERS, Optional.empty());
    }

    /** @param allowed by the robots.txt of the host, where the router has it */
    void met(Crawler crawler, Standing standing, Meeting meeting, Optional<Boolean> allowed) {
        answered(crawler.purpose(), standing, answer(meeting)).increment();
        named(label(crawler.name()), allowed).increment();
    }

    private Counter answered(Purpose purpose, Standing standing, String answer) {
        return Counter.builder("mayfly.edge.crawlers")
                .description(
                        "Requests of crawlers, by what they came for, whether they are who they say, and what they were answered")
                .tag("purpose", purpose.name())
                .tag("standing", standing.name())
                .tag("answer", answer)
                .register(metrics);
    }

    private Counter named(String label, Optional<Boolean> allowed) {
        return Counter.builder("mayfly.edge.crawler")
                .description(
                        "Requests of crawlers by name (the first hundred, and the others together), and by whether robots.txt"
                                + " allowed them")
                .tag("crawler", label)
                .tag("robots", allowed.map(yes -> yes ? "obeyed" : "ignored").orElse("unknown"))
                .register(metrics);
    }

    private synchronized String label(String name) {
        if (names.contains(name)) return name;
        if (names.size() >= NAMES_MAX) return OTHERS;
        names.add(name);
        return name;
    }

    private static String answer(Meeting meeting) {
        return switch (meeting) {
            case Meeting.Passed(Rendering rendering) -> PASSED;
            case Meeting.Answered(EdgeAnswer answer) -> Integer.toString(answer.status());
        };
    }
}
