package dev.mayfly.edge.faults;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;

/** {@link FaultsConfig} as it is read. */
final class Settings {
    static final long MS = 1_000_000;

    private Settings() {}

    static FaultsConfig with(String... keysAndValues) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(FaultsConfig.class, "mayfly.edge.faults");
        for (int i = 0; i < keysAndValues.length; i += 2)
            builder.withDefaultValue("mayfly.edge.faults." + keysAndValues[i], keysAndValues[i + 1]);
        return builder.build().getConfigMapping(FaultsConfig.class, "mayfly.edge.faults");
    }
}
