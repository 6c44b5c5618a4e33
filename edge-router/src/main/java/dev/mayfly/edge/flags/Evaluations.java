package dev.mayfly.edge.flags;

import dev.mayfly.flags.Resolution;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often which variant was given. Beyond a number of different ones, others are counted as one. */
@Singleton
public class Evaluations {
    static final int SERIES_MAX = 2_000;
    private static final String NAME = "mayfly.edge.flag.evaluations";

    private record Series(String account, String app, String flag, String variant) {
        private static final Series OTHERS = new Series("others", "others", "others", "others");
    }

    private final MeterRegistry meters;
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();

    Evaluations(MeterRegistry meters) {
        this.meters = meters;
    }

    public void count(String account, String app, Resolution resolution) {
        String variant = resolution
                .variant()
                .map(given -> given.name())
                .orElseGet(() -> resolution.reason().name().toLowerCase(Locale.ROOT));
        boolean unknown = resolution.error().isPresent();
        Series series = new Series(account, app, unknown ? "" : resolution.flag(), variant);
        Counter counter = counters.get(series);
        if (counter == null) counter = register(counters.size() < SERIES_MAX ? series : Series.OTHERS);
        counter.increment();
    }

    int series() {
        return counters.size();
    }

    private Counter register(Series series) {
        return counters.computeIfAbsent(
                series,
                made -> Counter.builder(NAME)
                        .description("Flags evaluated, by the variant that was given")
                        .tag("account", made.account)
                        .tag("app", made.app)
                        .tag("flag", made.flag)
                        .tag("variant", made.variant)
                        .register(meters));
    }
}
