package dev.mayfly.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few random programs on a real worker; {@code bench/fuzz/run} runs thousands. */
@Timeout(600)
class FuzzTest {
    private static final int PROGRAMS = 150;
    private static final int LANES = 8;
    /** One sample for every build, so that a red one is the change's; other seeds are drawn with {@code -Dmayfly.seed=N}. */
    private static final long SEED = 844_740L;

    @Test
    void programsEndAsTheyMayAndTheirNeighbourSeesNothingOfThem() throws Exception {
        long seed = Long.getLong("mayfly.seed", SEED);
        System.out.println("fuzzing with seed " + seed + "; -Dmayfly.seed=" + seed + " repeats it");
        Path worker = Path.of(System.getProperty("mayfly.isolates.worker-home"));
        try (Neighbourhood neighbourhood = new Neighbourhood(worker, "interpreter")) {
            Campaign campaign = new Campaign(neighbourhood, seed);
            campaign.run(0, PROGRAMS, LANES, done -> {});
            assertThat(campaign.findings().stream().map(Finding::what))
                    .as("seed %d; the log: %s", seed, neighbourhood.journal().from(0))
                    .isEmpty();
            assertThat(campaign.endings()).as("seed %d", seed).containsKeys("answered", "failed threw");
            assertThat(neighbourhood.complaint()).isEmpty();
            assertThat(neighbourhood.journal().from(0))
                    .as("the log, in which errors of workers would stand")
                    .anyMatch(line -> line.contains("locked in"));
        }
    }
}
