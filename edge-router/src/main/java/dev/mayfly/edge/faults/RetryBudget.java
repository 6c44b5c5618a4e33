package dev.mayfly.edge.faults;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many requests may be asked again: a share of those of the last ten seconds, and a few whatever that is. When all fail, load grows by that
 * share and no more.
 */
public final class RetryBudget {
    private static final Duration SPAN = Duration.ofSeconds(10);

    private final Rolling requestsAndRetries;
    private final FaultsConfig.Retries config;
    private final LongSupplier nanoTime;

    public RetryBudget(FaultsConfig.Retries config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.requestsAndRetries = new Rolling(SPAN, nanoTime.getAsLong());
    }

    /** A request came, which may have to be asked again. */
    public void request() {
        requestsAndRetries.first(nanoTime.getAsLong());
    }

    /** Takes one retry, if there is one. */
    public boolean take() {
        return requestsAndRetries.secondIf(
                nanoTime.getAsLong(),
                totals -> 100 * totals.second()
                        < config.budgetPercent() * totals.first() + 100L * config.perSecondMin() * SPAN.toSeconds());
    }
}
