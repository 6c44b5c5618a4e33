package dev.mayfly.edge.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.flags.FlagReader;
import dev.mayfly.flags.FlagSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often which variant was given. */
class EvaluationsTest {
    private static final FlagSet FLAGS = FlagReader.read(
                    "{\"flags\":{\"f\":{\"state\":\"ENABLED\",\"variants\":{\"on\":true},\"defaultVariant\":\"on\"}}}")
            .flags();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Evaluations evaluations = new Evaluations(meters);

    @Test
    void variantsAreCounted() {
        for (int i = 0; i < 3; i++) evaluations.count("demo", "shop", FLAGS.resolve("f", Map.of()));
        assertThat(meters.get("mayfly.edge.flag.evaluations")
                        .tags("flag", "f", "variant", "on")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void unknownFlagsAreOneSeriesHoweverManyAreAskedFor() {
        for (int i = 0; i < 100; i++) evaluations.count("demo", "shop", FLAGS.resolve("made-up-" + i, Map.of()));
        assertThat(evaluations.series()).isEqualTo(1);
    }

    @Test
    void seriesEndAtTheirBoundAndTheOthersAreOne() {
        for (int i = 0; i < Evaluations.SERIES_MAX + 50; i++)
            evaluations.count("a" + i, "shop", FLAGS.resolve("f", Map.of()));
        assertThat(evaluations.series()).isEqualTo(Evaluations.SERIES_MAX + 1);
        assertThat(meters.get("mayfly.edge.flag.evaluations")
                        .tag("account", "others")
                        .counter()
                        .count())
                .isEqualTo(50);
    }
}
