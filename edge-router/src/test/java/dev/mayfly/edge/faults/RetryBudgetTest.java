package dev.mayfly.edge.faults;

import static dev.mayfly.edge.faults.Settings.MS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private long now;

    @Test
    void aFewAreAllowedWithoutAnyRequests() {
        RetryBudget budget = budget("retries.per-second-min", "2");

        assertThat(taken(budget, 100)).isEqualTo(20);
    }

    @Test
    void aShareOfTheRequestsIsAllowed() {
        RetryBudget budget = budget("retries.per-second-min", "0", "retries.budget-percent", "20");
        for (int i = 0; i < 200; i++) budget.request();

        assertThat(taken(budget, 200)).isEqualTo(40);
    }

    @Test
    void itFillsUpAgainAsTimeGoes() {
        RetryBudget budget = budget("retries.per-second-min", "1");
        taken(budget, 100);
        now += 11_000 * MS;

        assertThat(taken(budget, 100)).isEqualTo(10);
    }

    @Test
    void requestsOfLongAgoAllowNothing() {
        RetryBudget budget = budget("retries.per-second-min", "0");
        for (int i = 0; i < 200; i++) budget.request();
        now += 11_000 * MS;

        assertThat(budget.take()).isFalse();
    }

    private RetryBudget budget(String... settings) {
        return new RetryBudget(Settings.with(settings).retries(), () -> now);
    }

    private static int taken(RetryBudget budget, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) if (budget.take()) taken++;
        return taken;
    }
}
